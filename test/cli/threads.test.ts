import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { disfunSim, inFolder } from "./disfun-sim.ts";
import { changed } from "./small-scenario.ts";

/** A policy whose first run takes this thread so long that others are called; in those it does this. */
function slow(elsewhere: string): string {
  return `import { isMainThread } from "node:worker_threads";
let slept = !isMainThread;
export default {
  name: "slow",
  version: 1,
  parameters: {},
  begin: () => {
    if (!slept) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);
    slept = true;
    return null;
  },
  decide: () => {
    ${elsewhere}
    return { decisions: [], memory: null };
  },
};
`;
}

const files = {
  "long.yaml": changed("rate: 0.1/s", "rate: 8/s"),
  "slow.js": slow(""),
  "mine.js": slow('if (!isMainThread) throw new Error("not at home");'),
};
const long = ["run", "long.yaml", "-q", "--seeds", "4", "--set", "horizon=6h"];

test("one thread or three give the same bytes, journals too", async () => {
  await inFolder(files, async (folder) => {
    const all = [...long, "--policy", "slow.js", "--policy", "one", "--policy", "three", "--journal", "all"];
    const one = await disfunSim(folder, [...all, "--out", "one", "--threads", "1"]);
    const three = await disfunSim(folder, [...all, "--out", "three", "--threads", "3"]);
    expect([one.code, three.code, one.err, three.err]).toEqual([0, 0, "", ""]);
    const names = readdirSync(join(folder, "one"));
    expect(names.length).toBe(15);
    for (const name of names) {
      expect(readFileSync(join(folder, "three", name)).equals(readFileSync(join(folder, "one", name))), name).toBe(
        true,
      );
    }
  });
});

test("a policy that fails in another thread is shown with its file and line, and leaves nothing", async () => {
  await inFolder(files, async (folder) => {
    const { code, err } = await disfunSim(folder, [...long, "--policy", "mine.js", "--threads", "2"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: mine\.js:13:30 .*not at home/m);
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
  });
});

test("a number of threads that is none is refused", async () => {
  await inFolder(files, async (folder) => {
    const { code, err } = await disfunSim(folder, [...long, "--threads", "0"]);
    expect({ code, err }).toEqual({ code: 2, err: "error: --threads 0: expected a number from 1 up\n" });
  });
});
