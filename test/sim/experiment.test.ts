import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { bind } from "../../policies/index.ts";
import { loadScenario } from "../../scenarios/index.ts";
import { alone, type Crew } from "../../sim/crew.ts";
import { experiment, simulate } from "../../sim/experiment.ts";
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

test("of many seeds the drawn one alone is made once more, for its detail and its journal", async () => {
  const many = { ...scenario, seeds: [1, 2, 3, 4, 5, 6] };
  const here = alone(many, candidates, options.traces);
  const made: string[] = [];
  const journaled: string[] = [];
  const run: Crew["run"] = async (job, watch) => {
    const { detail, ...brief } = await here.run(job, watch);
    made.push(`${job.label} ${job.seed}${detail === undefined ? "" : " in detail"}`);
    return { ...brief, ...(detail && { detail }) };
  };
  const whole = await experiment(many, candidates, {
    ...options,
    crew: { ...here, run },
    onDrawn: () => true,
    journal: (label, seed) => () => journaled.push(`${label} ${seed}`),
  });
  const drawn = whole.policies[0]?.detail.seed;
  expect(drawn).not.toBe(1);
  expect(whole.policies.map(({ detail }) => detail.seed)).toEqual([drawn, drawn]);
  const inDetail = made.filter((text) => text.endsWith("in detail"));
  expect(inDetail).toEqual([1, drawn].flatMap((seed) => candidates.map(({ label }) => `${label} ${seed} in detail`)));
  expect(made.length).toBe(2 * 6 + 2);
});

test("recommends no policy while another was not run", async () => {
  const judged = {
    ...scenario,
    objective: { minimize: "replicaHours", subjectTo: [{ measure: "wait.p95", below: 1e6 }] },
  };
  const three = [...candidates, { label: "3 workers", create: () => scripted(() => ({ worker: 3 })) }];
  const after = async (runs: number) => {
    const halt = new AbortController();
    const here = alone(judged, three, options.traces);
    let left = runs;
    const run: Crew["run"] = async (job, watch) => {
      if (--left === 0) halt.abort();
      return here.run(job, watch);
    };
    return experiment(judged, three, { ...options, crew: { ...here, run }, halt: halt.signal });
  };
  const cut = await after(2);
  expect(cut.policies.map(({ label }) => label)).toEqual(["1 workers", "2 workers"]);
  expect(cut.interrupted?.notRun).toEqual(["3 workers"]);
  expect(cut.recommendation).toBeUndefined();
  expect((await after(3)).recommendation?.policy).toBe("1 workers");
});

test("a brief run measures what the same run in full does, and has no detail", async () => {
  const { scenario } = await loadScenario("scenarios/burst.yaml");
  const policy = bind("distributed-funsearch", { preset: "documented" });
  const options = { seed: 1, traces: new Map() };
  const brief = simulate(scenario, policy, { ...options, brief: true });
  const { detail: _, ...full } = simulate(scenario, policy, options);
  expect(brief).toEqual(full);
});
