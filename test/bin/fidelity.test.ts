import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agreement } from "../../bin/fidelity/agreement.ts";
import { fidelityOf } from "../../bin/fidelity/fidelity.ts";
import { tellFidelity } from "../../bin/fidelity/index.ts";
import { rowsOf, type Sample } from "../../bin/fidelity/rows.ts";
import { runStatistics } from "../../bin/fidelity/run-statistics.ts";
import { fidelityTable } from "../../bin/fidelity/table.ts";
import { type Recorded, readRecorded } from "../../bin/recorded/read-recorded.ts";
import { candidatesOf } from "../../bin/run/candidates.ts";
import { bind, type JournalRecord, type Replica } from "../../policies/index.ts";
import { parseScenario } from "../../scenarios/index.ts";
import { simulate } from "../../sim/index.ts";

const text = (warmUp: string) => `version: 1
horizon: 20m
seeds: 6
check: 10s
nodes: { machine: { cores: 64, memory: 256GiB } }
groups:
  worker: { serves: work, maximum: 8, warmUp: ${warmUp}, needs: { cores: 1 }, price: $6/h }
workload:
  - { queue: work, spikes: { at: [1m, 9m], count: 150, over: 2m }, service: { uniform: { low: 4s, high: 6s } } }
policies:
  - policy: distributed-funsearch
    parameters: { sampler: null, evaluator: { group: worker, queue: work, scaleUpThreshold: 5 } }
`;
const { scenario } = parseScenario(text("20s"), "near.yaml");

let folder: string;
/** What a real run would leave: journals of seeds that the scenario has not, with the times of the day, and tasks. */
let runs: readonly Recorded[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-fidelity-"));
  const [spec] = scenario.policies;
  runs = [101, 102, 103].map((seed) => {
    const lines: string[] = [];
    const policy = bind("distributed-funsearch", spec?.parameters ?? {});
    const { measures } = simulate(scenario, policy, { seed, traces: new Map(), journal: (line) => lines.push(line) });
    const file = join(folder, `${seed}.jsonl`);
    writeFileSync(file, lines.join("\n"));
    const wait = measures.tasks.wait?.p95 ?? 0;
    return { ...readRecorded(file), tasks: [{ arrival: 1, begin: 1 + wait, end: 2 + wait }] };
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fidelity = async (yaml: string, of = runs) => {
  const { scenario } = parseScenario(yaml, "scenario.yaml");
  return fidelityOf(scenario, await candidatesOf(scenario), of);
};

test("runs of the very thing that is simulated are told from it by nothing", async () => {
  const { holds, rows } = await fidelity(text("20s"));
  expect(holds).toBe(true);
  const judged = rows.filter(({ outcome }) => outcome !== undefined);
  expect(judged.map(({ what }) => what)).toEqual(["replicas, mean", "p95 wait", "cost", "decisions agreeing"]);
  for (const { error = 1 } of judged) expect(Math.abs(error)).toBeLessThan(0.05);
});

test("a simulation with a warm-up six times as long is too far off, and the table says by how much", async () => {
  const found = await fidelity(text("2m"));
  expect(found.holds).toBe(false);
  const wait = found.rows.find(({ what }) => what === "p95 wait");
  expect(wait?.outcome).toBe("too far");
  expect(wait?.errorLow).toBeGreaterThan(0.2);
  expect(fidelityTable(found)).toMatch(
    /^scenario: 3 real runs, 6 simulated\n[\s\S]*p95 wait .* s +\+\d[\s\S]* too far\n[\s\S]*The simulation is not near enough\.$/,
  );
});

test("where real runs differ by more than a tenth nothing is near enough", async () => {
  const [one, two, three] = runs;
  if (one === undefined || two === undefined || three === undefined) throw new Error("three runs");
  const apart = {
    ...two,
    tasks: two.tasks?.map((task) => ({ ...task, begin: 2 * task.begin, end: 3 * task.end })) ?? [],
  };
  const found = await fidelity(text("20s"), [one, apart, three]);
  expect(found.rows.find(({ what }) => what === "p95 wait")?.outcome).toBe("too much spread");
  expect(fidelityTable(found)).toContain("differ by more than 10 %: nothing can be said");
});

test("without tasks.csv the wait is not known, and that is said", async () => {
  const bare = runs.map(({ tasks: _, ...run }) => run);
  const { rows, notes } = await fidelity(text("20s"), bare);
  expect(rows.map(({ what }) => what)).not.toContain("p95 wait");
  expect(notes).toEqual([`p95 wait is not known: no tasks.csv beside ${bare[0]?.file}`]);
});

test.each([
  ["another policy", text("20s").replace("scaleUpThreshold: 5", "scaleUpThreshold: 6"), "has no such policy"],
  ["other checks", text("20s").replace("check: 10s", "check: 20s"), "checks every 10 s, and the scenario every 20 s"],
  ["a longer run", text("20s").replace("20m", "30m"), "lasts 1200 s, and the scenario 1800 s"],
  ["no horizon", text("20s").replace("horizon: 20m\n", ""), "needs a horizon"],
])("runs of a scenario with %s are refused", async (_, yaml, said) => {
  await expect(fidelity(yaml)).rejects.toThrow(said);
});

test("a scenario that is not last, and journals that are none, are refused", async () => {
  const tell = (...file: string[]) => tellFidelity({ file, set: [], json: false });
  await expect(tell("a.jsonl")).rejects.toThrow("found a.jsonl; write the journals first, and the scenario last");
  await expect(tell("b.yaml", "a.jsonl")).rejects.toThrow("found b.yaml a.jsonl");
});

/** A run of one group: at each check what waits, how many are ready, and what was asked for. */
function run(checks: readonly [waiting: number, ready: number, asked: number | null][], skew = 0): Sample {
  const records = checks.map(([waiting, ready, asked], check): JournalRecord => {
    const time = 1000 + 10 * check + (check > 0 ? skew : 0);
    const replicas = Array.from({ length: ready }, (_, index): Replica => ({ id: `w-${index}`, phase: "ready" }));
    const group = { serves: ["work"], minimum: 0, desired: ready, replicas, signals: {} };
    const tables = { nodes: {}, devices: {}, caches: {}, signals: {} };
    const observation = { time, queues: { work: { waiting } }, groups: { worker: group }, ...tables };
    const action = asked === null ? null : ({ kind: "scale", group: "worker", desired: asked } as const);
    return { time, observation, decisions: [{ subject: "worker", action, because: [{ code: "x", facts: {} }] }] };
  });
  return { statistics: runStatistics(records, 10, checks.length) };
}

test("errors, spreads and agreement are what a hand computes", () => {
  const one = run([
    [0, 1, 2],
    [4, 2, null],
    [0, 2, null],
    [0, 1, null],
  ]);
  const two = run(
    [
      [0, 1, 2],
      [8, 2, null],
      [0, 2, 1],
      [0, 1, null],
    ],
    2,
  );
  const made = run([
    [0, 1, 2],
    [6, 2, null],
    [3, 2, null],
    [0, 2, null],
  ]);
  expect(agreement(one.statistics, two.statistics)).toBe(0.75);
  const rows = rowsOf([one, two], [made], { period: 10, price: { worker: 36 } });
  const row = (what: string) => rows.find((each) => each.what === what);
  // Means 1 and 2 of four checks; the simulation has 2.25.
  expect(row("waiting tasks, mean")).toMatchObject({ error: 0.5, spread: Math.SQRT1_2 / 1.5 });
  // The mean of the two is 0, 6, 0, 0: three more at one check of four; each of the two is 2 off at one.
  expect(row("waiting tasks, over time")).toEqual({
    what: "waiting tasks, over time",
    unit: "1",
    error: 0.5,
    spread: 1 / 3,
  });
  // 1.5 replicas, and 1.75.
  expect(row("replicas, mean")).toMatchObject({ error: 1.75 / 1.5 - 1, spread: 0, outcome: "too far" });
  // Six replicas for ten seconds at a cent a second.
  expect(row("cost")?.real?.mean).toBeCloseTo(0.6, 12);
  expect(row("decisions agreeing")).toMatchObject({ error: 0.125, spread: 0.25, outcome: "too far" });
  expect(row("p95 wait")).toBeUndefined();
});

test("what was never there in the real runs must not be in the simulation", () => {
  const idle = run([
    [0, 0, null],
    [0, 0, null],
  ]);
  const busy = run([
    [0, 0, null],
    [0, 1, null],
  ]);
  const outcomes = (made: Sample) =>
    rowsOf([idle], [made], { period: 10, price: undefined }).map(({ what, outcome }) => [what, outcome]);
  expect(outcomes(idle)).toContainEqual(["replica hours", "holds"]);
  expect(outcomes(busy)).toContainEqual(["replica hours", "too far"]);
});

test("a check that was left out counts as the others do, and agrees with nobody", () => {
  const whole = run([
    [2, 4, null],
    [2, 4, null],
    [2, 4, null],
    [2, 4, null],
  ]);
  const records = [0, 10, 30].map((time): JournalRecord => {
    const replicas = ["a", "b", "c", "d"].map((id): Replica => ({ id, phase: "ready" }));
    const group = { serves: ["work"], minimum: 0, desired: 4, replicas, signals: {} };
    const tables = { nodes: {}, devices: {}, caches: {}, signals: {} };
    return {
      time,
      observation: { time, queues: { work: { waiting: 2 } }, groups: { worker: group }, ...tables },
      decisions: [],
    };
  });
  const gap = { statistics: runStatistics(records, 10, 4) };
  expect(gap.statistics.asked.worker).toEqual([null, null, undefined, null]);
  const rows = rowsOf([gap], [whole], { period: 10, price: { worker: 36 } });
  expect(rows.map(({ error }) => error)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
