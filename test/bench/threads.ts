import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, seconds } from "./bench.ts";

const CONFINED = ["taskset", "-c", "0"];

/**
 * The whole command on an experiment as people make them: six policies, days, best static size, bounds and page. One thread has more
 * than one core: V8 compiles and collects on others. On one core it has not, where there is a `taskset` to confine it.
 */
export const threads: Bench = {
  name: "threads",
  what: "disfun-sim run, six policies on days of scenarios/burst.yaml",
  unit: "runs/s",
  tasks: 20_000_000,
  contenders: [
    contender("two threads", 2),
    contender("one thread", 1),
    ...(spawnSync("taskset", ["--version"]).status === 0 ? [contender("one thread on one core", 1, CONFINED)] : []),
  ],
  reference: "one thread",
};

function contender(name: string, count: number, before: readonly string[] = []) {
  return { name, run: (tasks: number) => runsASecond(Math.max(1, Math.round(tasks / TASKS)), count, before) };
}

/** Runs of the six policies, by the clock; none are taken from the cache, and the others count as what it takes. */
async function runsASecond(seeds: number, count: number, before: readonly string[]): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), "threads-"));
  const policies = POLICIES.flatMap((label) => ["--policy", label]);
  const size = ["--seeds", String(seeds), "--set", "horizon=24h", "--threads", String(count)];
  const command = [
    ...before,
    process.execPath,
    "dist/bin/disfun-sim.js",
    "run",
    "scenarios/burst.yaml",
    ...policies,
    ...size,
  ];
  const [program = "", ...rest] = [...command, "--no-cache", "--quiet", "--out", out];
  try {
    const taken = await seconds(() => execFileSync(program, rest, { stdio: "ignore" }));
    return (seeds * POLICIES.length) / taken;
  } finally {
    rmSync(out, { recursive: true });
  }
}

const POLICIES = ["static-small", "static-large", "documented", "as-published", "delayed-off", "utilization"];
/** In a day of it, for six policies. */
const TASKS = 350_000;
