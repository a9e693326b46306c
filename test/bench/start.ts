import { execFileSync } from "node:child_process";
import { type Bench, seconds } from "./bench.ts";

/** The whole process of `--help`, beside Node doing nothing. */
export const start: Bench = {
  name: "help",
  what: "disfun-sim --help",
  unit: "ms",
  contenders: [
    { name: "disfun-sim --help", run: () => milliseconds(["dist/bin/disfun-sim.js", "--help"]) },
    { name: "bare node", run: () => milliseconds(["--eval", "0"]) },
  ],
  reference: "bare node",
};

/** The least of some, because whatever else runs only adds to it. */
async function milliseconds(parameters: readonly string[]): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TIMES; time++) {
    least = Math.min(least, await seconds(() => execFileSync(process.execPath, parameters)));
  }
  return least * 1000;
}

const TIMES = 5;
