import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { alone, type Crew } from "../../sim/crew.ts";
import { experiment } from "../../sim/experiment.ts";
import { poisson, scenarioOf, scripted } from "./scenario-of.ts";

const scenario = scenarioOf({ horizon: 500, seeds: [1, 2, 3], workload: [poisson(0.1, 8)] });
const candidates = [1, 2].map((count) => ({
  label: `${count} workers`,
  create: () => scripted(() => ({ worker: count })),
}));
const options = { version: "test", traces: new Map() };

test("a result has the fingerprint of all else in it", async () => {
  const { fingerprint, ...rest } = await experiment(scenario, candidates, options);
  expect(createHash("sha256").update(JSON.stringify(rest)).digest("hex")).toBe(fingerprint);
  const other = await experiment({ ...scenario, seeds: [1, 2, 4] }, candidates, options);
  expect(other.fingerprint).not.toBe(fingerprint);
});

test("who makes the runs, and which of them end first, does not show in the fingerprint", async () => {
  const here = alone(scenario, candidates, options.traces);
  let left = candidates.length * scenario.seeds.length;
  const ends: string[] = [];
  // All begin together; each ends only after those that began later have.
  const backwards: Crew = {
    ...here,
    size: left,
    run: async (job, watch) => {
      const turn = left--;
      const run = await here.run(job, watch);
      while (ends.length < turn - 1) await new Promise(setImmediate);
      ends.push(`${job.label} ${job.seed}`);
      return run;
    },
  };
  const forwards = await experiment(scenario, candidates, options);
  const crewed = await experiment(scenario, candidates, { ...options, crew: backwards });
  expect(ends[0]).toBe("2 workers 3");
  expect(crewed.fingerprint).toBe(forwards.fingerprint);
});
