import { expect, test } from "vitest";
import { hintsOf, hintWords } from "../../reports/hints.ts";
import { renderReport } from "../../reports/index.ts";
import { summaryTable } from "../../reports/table.ts";
import type { GroupMeasures, PolicyResult, Result, RunMeasures } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

interface Shown {
  readonly policy?: string;
  readonly parameters?: PolicyResult["parameters"];
  readonly tasks?: Partial<RunMeasures["tasks"]>;
  readonly group?: Partial<GroupMeasures>;
  readonly decisions?: PolicyResult["detail"]["decisions"];
  /** false: the scenario has none. */
  readonly objective?: false;
  /** What waited, and what the group wanted and had still to warm up, bin by bin. */
  readonly series?: Readonly<Record<"waiting" | "desired" | "warming", readonly number[]>>;
  readonly bestStatic?: number;
}

/** One policy on one queue with nothing to find fault with, but for what is given: ten hours, 1000 tasks, ten changes. */
function shown({ policy = "utilization", parameters = { cooldown: 300 }, ...given }: Shown): Result {
  const base = fixture();
  const [first] = base.policies;
  const [run] = first?.runs ?? [];
  if (first === undefined || run === undefined) throw new Error("the fixture has a policy with runs");
  const tasks = { ...run.tasks, arrived: 1000, waitedAtAll: 20, attainment: 0.99, ...given.tasks };
  const group = { ...(run.groups.sampler as GroupMeasures), ...quiet, ...given.group };
  const { cost: _, ...rest } = run;
  const only = { ...rest, duration: 36_000, tasks, queues: { work: tasks }, groups: { sampler: group } };
  const { waiting = [], desired = [], warming = [] } = given.series ?? {};
  const columns = {
    "queue/work/waiting": { unit: "1", values: [...waiting] },
    "group/sampler/desired": { unit: "1", values: [...desired] },
    "group/sampler/warming": { unit: "1", values: [...warming] },
  };
  const series = { binWidth: 60, time: waiting.map((_, bin) => 60 * bin), columns };
  const detail = { ...first.detail, series, decisions: given.decisions ?? [] };
  const groups = [{ name: "sampler", serves: ["work"], minimum: 1, maximum: 8 }];
  return {
    ...base,
    scenario: { groups, ...(given.objective === false ? {} : { objective: { wait: 30 } }) },
    policies: [{ ...first, label: "mine", policy, parameters, runs: [only], detail }],
    ...(given.bestStatic === undefined ? {} : { bestStatic: fixedAt(given.bestStatic) }),
  };
}

function fixedAt(sampler: number): NonNullable<Result["bestStatic"]> {
  return { label: "best static", counts: { sampler }, minimize: "cost.total", subjectTo: [], tried: 9, summary: {} };
}

const quiet: Partial<GroupMeasures> = {
  meanReplicas: { pending: 0, warming: 0.2, ready: 4, draining: 0, busy: 3 },
  maxReplicas: 6,
  starts: 10,
  cancelled: 0,
  neverServed: 1,
  scaleUps: 6,
  scaleDowns: 4,
  reversals: 3,
};

const said = (given: Shown) => hintsOf(shown(given)).map(({ symptom, remedy }) => `${symptom}: ${remedy}`);

test("says nothing where nothing looks wrong", () => {
  expect(said({})).toEqual([]);
});

test("a fifth of the starts in vain is worth a longer cooldown", () => {
  expect(said({ group: { neverServed: 3, cancelled: 1 } })).toEqual([
    "40 % of 10 starts a run never served a task: raise its cooldown, or start later",
  ]);
  expect(said({ group: { neverServed: 1, cancelled: 1 } })).toHaveLength(1);
  expect(said({ group: { neverServed: 3, cancelled: 1, starts: 21 } })).toEqual([]);
  expect(said({ group: { neverServed: 4, starts: 4 } })).toEqual([]);
});

test("names what the policy has for it, and else the wrappers", () => {
  expect(said({ group: { neverServed: 4 }, parameters: { sampler: { idleFor: 60 } } })).toEqual([
    "40 % of 10 starts a run never served a task: raise its idleFor, or start later",
  ]);
  expect(said({ group: { neverServed: 4 }, parameters: {} })).toEqual([
    "40 % of 10 starts a run never served a task: wrap it in cooled or stabilized, or start later",
  ]);
});

test("a count that turns every ten minutes is told, one that turns once an hour is not", () => {
  expect(said({ group: { scaleUps: 50, scaleDowns: 50, reversals: 60 } })).toEqual([
    "its desired counts turned around every 10 min, with 60 % of all changes: raise its cooldown, or start later",
  ]);
  expect(said({ group: { scaleUps: 5, scaleDowns: 5, reversals: 9 } })).toEqual([]);
  expect(said({ group: { scaleUps: 90, scaleDowns: 50, reversals: 60 } })).toEqual([]);
});

test("replicas that idle are told where work is in time, with their money", () => {
  const busy = { meanReplicas: { pending: 0, warming: 0, ready: 4, draining: 0, busy: 1 } };
  const idled = "replicas idled 75 % of the time they were ready";
  expect(said({ group: busy })).toEqual([`${idled}: lower the minimum or the maximum, or start later`]);
  expect(said({ group: busy, parameters: { scaleUpThreshold: 0.8 } })).toEqual([
    `${idled}: lower the minimum or the maximum, or raise its scaleUpThreshold`,
  ]);
  expect(said({ group: busy, tasks: { attainment: 0.94 } })).toEqual([]);
  const priced = shown({ group: busy });
  for (const run of priced.policies[0]?.runs ?? []) run.cost = { total: 40, idle: 30 };
  expect(hintsOf(priced).map(({ symptom }) => symptom)).toEqual([`${idled}, $30.00 of $40.00`]);
});

const soonerInstead =
  "31 % of tasks waited longer than 30 s: keep more ready by a higher minimum or shrinking later, or start sooner and more at a time, or see who gets the work";
const moreRoom =
  "31 % of tasks waited longer than 30 s: give sampler more room than its maximum, at which work waited (more GPUs too, where these are full), or have more ready before work comes";

test("late work asks for more replicas, and sooner", () => {
  expect(said({ tasks: { attainment: 0.69 }, parameters: { scaleDownThreshold: 0.2 } })).toEqual([
    soonerInstead.replace("shrinking later", "a lower scaleDownThreshold"),
  ]);
  expect(said({ tasks: { attainment: 0.91 } })).toEqual([]);
});

test("a higher maximum is advised only where most of the waiting was at it", () => {
  const tasks = { attainment: 0.69 };
  const atOnce = { waiting: [10, 90, 80, 20], desired: [4, 8, 8, 8], warming: [0, 0, 0, 0] };
  expect(said({ tasks, series: atOnce })).toEqual([moreRoom]);
  const stepByStep = { ...atOnce, desired: [2, 4, 6, 8] };
  expect(said({ tasks, group: { maxReplicas: 8 }, series: stepByStep })).toEqual([soonerInstead]);
  const stillWarming = { ...atOnce, warming: [2, 4, 4, 0] };
  expect(said({ tasks, group: { maxReplicas: 8 }, series: stillWarming })).toEqual([soonerInstead]);
});

test("no higher maximum is advised where a smaller fixed size does", () => {
  const series = { waiting: [90], desired: [8], warming: [0] };
  expect(said({ tasks: { attainment: 0.69 }, series, bestStatic: 7 })).toEqual([soonerInstead]);
  expect(said({ tasks: { attainment: 0.69 }, series, bestStatic: 8 })).toEqual([moreRoom]);
});

test("what is alike under several policies is told once", () => {
  const { policies, ...result } = shown({
    tasks: { attainment: 0.5 },
    series: { waiting: [9], desired: [8], warming: [0] },
  });
  const [policy] = policies;
  if (policy === undefined) throw new Error("a policy");
  const other = { ...policy, label: "other" };
  const two = { ...result, policies: [policy, other] };
  const [hint, ...more] = hintsOf(two);
  expect(more).toEqual([]);
  expect(hint?.policies).toEqual([0, 1]);
  expect(hint && hintWords(two, hint)).toMatch(new RegExp(`^${policy.label}, other: 50 % of tasks waited`));
});

test("of several queues the latest is named, and only groups that serve it", () => {
  const result = shown({ tasks: { attainment: 0.5 }, series: { waiting: [9], desired: [8], warming: [0] } });
  for (const run of result.policies[0]?.runs ?? []) run.queues.other = { ...run.tasks, attainment: 0.1 };
  expect(hintsOf(result)[0]).toMatchObject({
    symptom: "50 % of tasks waited longer than 30 s, most of them in other",
    remedy: expect.stringContaining("keep more ready"),
  });
});

test("a scaler that never scaled is told with what it said, if work waited", () => {
  const because = [{ code: "queue-unknown", facts: {} }];
  const idle = { scaleUps: 0, scaleDowns: 0, reversals: 0 };
  const decisions = [
    { time: 0, subject: "sampler", because, repeats: 300 },
    { time: 9, subject: "sampler", because: [{ code: "cooldown", facts: {} }], repeats: 2 },
  ];
  const remedy = "check that its readings arrive, then its thresholds and how long it holds still";
  expect(said({ group: idle, decisions, tasks: { attainment: 0.6 } })).toEqual([
    `no desired count ever changed (300 times for queue-unknown), although 40 % of tasks waited longer than 30 s: ${remedy}`,
  ]);
  expect(said({ group: idle, tasks: { waitedAtAll: 600 }, objective: false })).toEqual([
    `no desired count ever changed, although 60 % of tasks had to wait: ${remedy}`,
  ]);
  expect(said({ group: idle })).toEqual([]);
  expect(said({ group: idle, tasks: { attainment: 0.6 }, policy: "static" })).toEqual([]);
  expect(said({ group: idle, tasks: { attainment: 0.6 }, policy: "static", parameters: { wrap: [] } })).toHaveLength(1);
});

test("the page and the foot of the table show them, and neither without", async () => {
  const loud = shown({ group: { neverServed: 4 } });
  const table = summaryTable(loud, { color: false, width: 100 });
  expect(table).toMatch(/^hint: mine: 40 % of 10 starts a run never served a task: raise its cooldown/m);
  expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  const page = await renderReport(loud);
  expect(page).toContain('<aside class="hints"');
  expect(page).toContain(
    "mine</span>: 40 % of 10 starts a run never served a task. To change that, raise its cooldown, or",
  );
  expect(summaryTable(shown({}), { color: false, width: 100 })).not.toContain("hint");
  expect(await renderReport(shown({}))).not.toContain('<aside class="hints"');
});
