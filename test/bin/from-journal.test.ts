import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joined } from "../../bin/from-journal/joined.ts";
import { writtenScenario } from "../../bin/from-journal/written.ts";
import { longEnough, readPart, readRecorded } from "../../bin/recorded/read-recorded.ts";
import { bind } from "../../policies/index.ts";
import { parseScenario, type Scenario } from "../../scenarios/index.ts";
import { simulate } from "../../sim/index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-from-journal-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (acknowledge: string) => `version: 1
horizon: 2h
seeds: 3
check: 20s
nodes: { machine: { cores: 64, memory: 256GiB, gpus: { count: 12, memory: 40GiB } } }
queues: { work: { acknowledge: ${acknowledge} } }
groups:
  worker:
    serves: work
    maximum: 12
    initial: 2
    warmUp: { lognormal: { mean: 50s, cv: 0.3 } }
    needs: { cores: 1, gpus: 1, gpuMemory: 30GiB }
workload:
  - { queue: work, poisson: { rate: 0.3/s }, service: { exponential: { mean: 8s } } }
  - { queue: work, poisson: { rate: 0.6/s }, service: { exponential: { mean: 8s } }, from: 30m, until: 1h }
policies:
  - policy: distributed-funsearch
    parameters:
      sampler: { group: worker, queue: work, minimum: 2, scaleUpThreshold: 5, minimumLifetime: 60 }
      evaluator: null
      gpu: { minimumFreeMemory: 20GiB }
`;

/** One seed's journal in a file of its own; and the means of all seeds. */
function simulated(scenario: Scenario, name: string) {
  const [spec] = scenario.policies;
  if (spec === undefined || !("name" in spec.policy)) throw new Error("of the catalogue");
  const { name: policy } = spec.policy;
  const file = join(folder, `${name}.jsonl`);
  const runs = scenario.seeds.map((seed, index) => {
    const lines: string[] = [];
    const journal = (line: string) => lines.push(line);
    const run = simulate(scenario, bind(policy, spec.parameters), { seed, traces: new Map(), journal });
    if (index === 0) writeFileSync(file, lines.join("\n"));
    return run.measures;
  });
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    file,
    arrived: mean(({ tasks }) => tasks.arrived),
    wait: mean(({ tasks }) => tasks.wait?.mean ?? 0),
    waitP95: mean(({ tasks }) => tasks.wait?.p95 ?? 0),
    replicaHours: mean(({ groups }) => groups.worker?.replicaHours ?? 0),
  };
}

const again = (file: string) => writtenScenario(joined([readRecorded(file)]));

/** How far service times may be off: where they are not seen, replicas count as busy that are not yet. */
describe.each([
  ["after", 0.05],
  ["before", 0.15],
] as const)("work that is acknowledged %s it is done", (acknowledge, within) => {
  const { scenario } = parseScenario(text(acknowledge), "first.yaml");
  let first: ReturnType<typeof simulated>;
  let made: Scenario;
  beforeAll(() => {
    first = simulated(scenario, acknowledge);
    const written = JSON.stringify({ ...again(first.file).scenario, seeds: 3 });
    made = parseScenario(written, "made.yaml").scenario;
  });

  test("the scenario made of a journal has its groups, policy, times and rates", () => {
    const [worker] = made.groups;
    expect(made).toMatchObject({ check: { period: 20, phase: 0 }, horizon: 7200 });
    expect(made.policies[0]?.parameters).toMatchObject({ sampler: { scaleUpThreshold: 5, minimumLifetime: 60 } });
    expect(made.queues).toMatchObject([{ name: "work", acknowledge }]);
    expect(worker).toMatchObject({ serves: ["work"], maximum: 12, initial: { replicas: 2, phase: "ready" } });
    expect(worker?.needs).toMatchObject({ gpus: 1, gpuMemory: 30 * 2 ** 30 });
    if (worker?.warmUp.kind !== "lognormal") throw new Error("has moments");
    expect(Math.abs(worker.warmUp.mean / 50 - 1)).toBeLessThan(0.15);
    const [source] = made.workload;
    if (source?.kind !== "curve" || source.service.kind !== "exponential") throw new Error("has rates");
    expect(source.points.map(({ rate }) => Math.round(rate * 10) / 10)).toEqual([0.3, 0.9, 0.3, 0.3]);
    expect(Math.abs(source.service.mean / 8 - 1)).toBeLessThan(within);
  });

  test("it brings about nearly the same", () => {
    const second = simulated(made, `${acknowledge}-again`);
    for (const name of ["arrived", "replicaHours"] as const)
      expect(Math.abs(second[name] / first[name] - 1), name).toBeLessThan(within);
    for (const name of ["wait", "waitP95"] as const)
      expect(Math.abs(second[name] / first[name] - 1), name).toBeLessThan(0.3);
  });
});

const header = {
  version: 1,
  kind: "header",
  policy: "static",
  policyVersion: 1,
  parameters: { counts: {} },
  memory: null,
};
const record = (time: number, work: object, replicas: object[] = []) => {
  const group = { serves: ["work"], minimum: 0, desired: replicas.length, replicas, signals: {} };
  const seen = { time, queues: { work }, groups: { worker: group }, nodes: {}, devices: {}, caches: {}, signals: {} };
  return { time, observation: seen, decisions: [] };
};

function journal(name: string, records: object[], head: object = header): string {
  const file = join(folder, name);
  writeFileSync(file, [head, ...records].map((line) => JSON.stringify(line)).join("\n"));
  return file;
}

const busy = { waiting: 3, inService: 2, arrivalRate: 0.5, deliveryRate: 0.25 };

test("what a journal does not tell is noted, and not made up", () => {
  const file = journal(
    "bare.jsonl",
    [0, 30, 60, 300].map((time) => record(1000 + time, busy)),
  );
  const { scenario, notes } = again(file);
  expect(scenario.workload).toMatchObject([
    { curve: { points: [{ rate: "0.5/s" }, {}, {}, {}] }, service: { exponential: { mean: "8s" } } },
  ]);
  expect(notes.join("\n")).toBe(`For 240s there was no check: what went on then is as around it.
The journal tells of no machine: the one here is made up, and has room for everybody.
No replica of worker was seen to start: how long it warms up is not known.
Of the work of work the journal tells rates, so arrivals are Poisson between its steps; how it is spread in them is not known.
Of its service times only the mean is known, by Little's law: they are taken for exponential.
Not in a journal: cores and memory that a replica takes, its grace time, prices.`);
});

test("only starts that were seen tell of the warm-up", () => {
  const there = { id: "old", phase: "ready", started: 0, since: 500 };
  const seen = (id: string, started: number, since: number) => ({ id, phase: "ready", started, since });
  const file = journal("starts.jsonl", [
    record(1000, busy, [there]),
    record(1010, busy, [there, { id: "new", phase: "warming", started: 1000, since: 1000 }]),
    record(1020, busy, [there, seen("new", 1000, 1012), seen("newer", 1010, 1018)]),
  ]);
  expect(again(file).scenario.groups).toMatchObject({
    worker: { initial: { replicas: 1, phase: "ready" }, warmUp: { lognormal: { mean: "10s", cv: 0.2 } } },
  });
});

test("who learns at checks alone that a start is over learns it half a check late on average", () => {
  const seen = (since: number) => ({ id: "new", phase: "ready", started: 1000, since });
  const warmUpOf = (since: number) => {
    const starting = [0, 10, 20].map((time) => record(1000 + time, busy));
    const records = [...starting, record(1030, busy, [seen(since)])];
    return again(journal("late.jsonl", records)).scenario.groups;
  };
  expect(warmUpOf(1020.02)).toMatchObject({ worker: { warmUp: "15.02s" } });
  expect(warmUpOf(1020)).toMatchObject({ worker: { warmUp: "20s" } });
  expect(warmUpOf(1024)).toMatchObject({ worker: { warmUp: "24s" } });
});

test("tasks beside a journal tell how work arrives and how long each takes", () => {
  const file = journal(
    "journal.jsonl",
    [0, 100, 200].map((time) => record(1000 + time, { waiting: 0 })),
  );
  const rows = Array.from({ length: 50 }, (_, task) => `${1000 + 4 * task},${1001 + 4 * task},${1003 + 4 * task},w`);
  writeFileSync(join(folder, "tasks.csv"), `arrival,begin,end,replica\n${rows.join("\n")}\n`);
  try {
    const { scenario, notes } = again(file);
    expect(scenario.workload).toEqual([
      { queue: "work", renewal: { gaps: "4s" }, service: "2s", from: "0s", until: "196s" },
    ]);
    expect(notes).toContain("What arrives is fitted to 50 tasks of tasks.csv: distance of gaps 0.000.");
    // Those of another run in the same folder.
    appendFileSync(join(folder, "tasks.csv"), "900,901,903,w\n1201,1202,1204,w\n");
    const cut = again(file);
    expect(cut.scenario.workload).toEqual(scenario.workload);
    expect(cut.notes).toContain(
      "Left out of 52 tasks of tasks.csv: 2, for the journal tells nothing of when they arrived.",
    );
    writeFileSync(join(folder, "tasks.csv"), "arrival,begin,end\n5,4,6\n");
    expect(() => again(file)).toThrow("found 5,4,6; expected seconds");
    writeFileSync(join(folder, "tasks.csv"), "arrival,start\n");
    expect(() => again(file)).toThrow("has no column begin and none end");
  } finally {
    rmSync(join(folder, "tasks.csv"));
  }
});

test.each([
  [
    "no rates",
    [record(0, { waiting: 3 }), record(9, { waiting: 4 })],
    {},
    'never tells arrivalRate of the queue "work"',
  ],
  ["no deliveries", [record(0, { arrivalRate: 1 }), record(9, { arrivalRate: 1 })], {}, "never tells deliveryRate"],
  ["one decision", [record(0, busy)], {}, "has 1 decision; two are the least"],
  ["a policy of its own", [record(0, busy), record(9, busy)], { policy: "mine" }, "name its module with --policy"],
  ["several controllers", [record(0, busy)], { controller: "left" }, 'of several controllers, "left" among them'],
])("a journal with %s is refused", (_, records, more, said) => {
  expect(() => again(journal("refused.jsonl", records, { ...header, ...more }))).toThrow(said);
});

test("a policy of its own is the module that is named", () => {
  const file = journal("own.jsonl", [record(0, busy), record(9, busy)], {
    ...header,
    policy: "mine",
    parameters: { a: 1 },
  });
  const { scenario } = writtenScenario(readRecorded(file), "./mine.ts");
  expect(scenario.policies).toEqual([{ file: "./mine.ts", name: "mine", parameters: { a: 1 } }]);
});

test("parts of one run are put together by their time; two of the same time are not", () => {
  const [one, two] = [0, 60].map((begin) =>
    readRecorded(
      journal(
        `part-${begin}.jsonl`,
        [0, 20, 40].map((time) => record(begin + time, busy)),
      ),
    ),
  );
  if (one === undefined || two === undefined) throw new Error("two parts");
  expect(joined([two, one]).records.map(({ time }) => time)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(() => joined([one, one])).toThrow("tells of the same time as");
});

test("a part may be as short as it likes, the whole may not", () => {
  const [short, other, empty] = [[record(0, busy)], [record(20, busy)], []].map((records, index) =>
    readPart(journal(`short-${index}.jsonl`, records)),
  );
  if (short === undefined || other === undefined || empty === undefined) throw new Error("three parts");
  expect(longEnough(joined([other, empty, short])).records.map(({ time }) => time)).toEqual([0, 20]);
  expect(() => longEnough(joined([empty, short]))).toThrow("has 1 decision; two are the least");
});
