import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  counterexampleScenario,
  counterexampleYaml,
  headOf,
  observationLines,
} from "../../../bin/check/counterexample-file.ts";
import { check } from "../../../bin/check/library.ts";
import { searchHere } from "../../../bin/check/search-here.ts";
import { control } from "../../../policies/index.ts";
import { loadScenario } from "../../../scenarios/index.ts";
import {
  checkPolicy,
  explained,
  explore,
  histories,
  properties,
  runOf,
  shrink,
  situationsFor,
} from "../../../sim/check/index.ts";
import { clopperPearson } from "../../../sim/measure/clopper-pearson.ts";
import { askedFor, subjectFor } from "./subjects.ts";

const subject = subjectFor("utilization", { cooldown: 0 });
const situations = situationsFor(subject, []);
const all = askedFor(...properties.map(({ name }) => name));
const options = { runs: 60, seed: 3 };

test("a stretch of the search gives the same whoever searches the rest", async () => {
  const whole = await explore(subject, situations, all, { seed: 3, from: 0, count: 20 });
  const parts = await Promise.all(
    [0, 10].map((from) => explore(subject, situations, all, { seed: 3, from, count: 10 })),
  );
  for (const { property } of all) {
    const sum = parts.reduce((total, { tallies }) => total + (tallies[property.name]?.failed ?? 0), 0);
    expect(whole.tallies[property.name]?.failed).toBe(sum);
  }
});

test("a run that is cut off counts for nothing, and what went before it stays", async () => {
  const [whole, ...asks] = await Promise.all(
    [Number.POSITIVE_INFINITY, 8, 30, 31].map(async (most) => {
      let asked = 0;
      const isOver = () => asked++ >= most;
      return { ...(await explore(subject, situations, all, { seed: 3, from: 0, count: 10, isOver })), asked };
    }),
  );
  expect(whole).toMatchObject({ runs: 10, unfinished: 0 });
  for (const { runs, unfinished, tallies, asked } of asks) {
    expect(runs).toBeLessThan(10);
    expect(asked).toBeLessThan(Number(whole?.asked));
    const finished = await explore(subject, situations, all, { seed: 3, from: 0, count: runs });
    expect(tallies).toEqual(finished.tallies);
    expect(unfinished).toBeLessThanOrEqual(1);
  }
  expect(asks.some(({ unfinished }) => unfinished === 1)).toBe(true);
});

test("without time to make it smaller, a case is told as it was found", async () => {
  const [asked] = askedFor("no-quick-down");
  if (asked === undefined) throw new Error("no such property");
  const { tallies } = await explore(subject, situations, [asked], { seed: 3, from: 0, count: 40 });
  const { first: path = "", violation } = tallies["no-quick-down"] ?? {};
  const start = { seed: 3, path, ...(violation && { violation }) };
  const at = (most: number) => {
    let times = 0;
    return shrink(subject, situations, asked, { ...start, isOver: () => times++ >= most });
  };
  const [none, some] = [await at(0), await at(12)];
  expect(none).toMatchObject({ violation, path, tried: 0, cut: true });
  for (const found of [none, some]) {
    if (found === undefined) throw new Error("nothing found");
    expect(asked.property.judge(runOf(subject, found.situation), asked.parameters)).toEqual(found.violation);
  }
  expect(some?.cut).toBe(true);
  expect(some?.tried).toBeGreaterThan(0);
});

test("a check is the same again, and bounds what it has not found", async () => {
  const some = askedFor("no-quick-down", "survives-restart", "monotone");
  const run = () => checkPolicy(subject, some, searchHere({ subject, situations, asked: some }), options);
  const [one, other] = [await run(), await run()];
  expect(other).toEqual(one);
  expect(one.runs).toBe(60);
  expect(one.situations).toBeGreaterThan(50);
  const restart = one.verdicts.find(({ property }) => property === "survives-restart");
  expect(restart).toMatchObject({ outcome: "held", judged: 60, failed: 0 });
  expect(restart?.chance?.high).toBeCloseTo(1 - 0.05 ** (1 / 60), 10);
  expect(one.verdicts.find(({ property }) => property === "monotone")).toMatchObject({
    outcome: "not applicable",
    why: expect.stringContaining("does not claim"),
  });
});

test("a counterexample is a scenario file that shows the same when it is run, and no smaller one was found", async () => {
  const [asked] = askedFor("no-quick-down");
  if (asked === undefined) throw new Error("no such property");
  const { tallies } = await explore(subject, situations, [asked], { seed: 3, from: 0, count: 40 });
  const found = await shrink(subject, situations, asked, { seed: 3, path: String(tallies["no-quick-down"]?.first) });
  if (found === undefined) throw new Error("nothing found");
  expect(found.situation.scenario.workload).toHaveLength(1);

  const folder = mkdtempSync(join(tmpdir(), "check-"));
  try {
    const { name, summary } = asked.property;
    const verdict = { property: name, summary, parameters: {}, outcome: "violated", judged: 1, failed: 1 } as const;
    writeFileSync(
      join(folder, "a.yaml"),
      counterexampleYaml(counterexampleScenario("utilization", verdict, found), verdict, found, folder),
    );
    expect(headOf(folder, "a.yaml")).toEqual({ property: name, parameters: {}, seed: 3, path: found.path });
    const { scenario } = await loadScenario(join(folder, "a.yaml"));
    const [seed = 0] = scenario.seeds;
    const run = runOf(subject, { world: "file", scenario, traces: new Map(), seed });
    const again = asked.property.judge(run, asked.parameters);
    expect(again).toEqual(found.violation);
    expect(scenario.description.toLowerCase()).toContain(explained(found.violation));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the library stops in time, and tells of no property without a run", async () => {
  const properties = ["no-error"];
  await expect(check("utilization", { properties, time: 0 })).rejects.toThrow("time: 0 s is too short for one run");
  expect(await check("utilization", { properties, runs: 2, time: 3600 })).toMatchObject({ runs: 2, unfinished: 0 });
});

test("the interval of Clopper and Pearson", () => {
  // None of 2000: 0.15 %, as the rule of three has it. The two others are published examples.
  expect(clopperPearson(0, 2000).high).toBeCloseTo(0.0015, 4);
  expect(clopperPearson(4, 20)).toEqual({ low: expect.closeTo(0.0573, 4), high: expect.closeTo(0.4366, 4) });
  expect(clopperPearson(10, 10)).toEqual({ low: expect.closeTo(0.7411, 4), high: 1 });
});

test("open loop: readings one after the other, judged by what needs no plant", async () => {
  const published = subjectFor("distributed-funsearch", { preset: "as-published" });
  const shown = histories(published);
  const searcher = searchHere({ subject: published, situations: shown, asked: all });
  const { verdicts } = await checkPolicy(published, all, searcher, { runs: 100, seed: 1 });
  const outcomes = Object.fromEntries(verdicts.map(({ property, outcome }) => [property, outcome]));
  expect(outcomes).toMatchObject({
    "holds-on-missing": "violated",
    "survives-restart": "held",
    monotone: "held",
    "no-starvation": "not applicable",
    settles: "not applicable",
    "bounded-churn": "not applicable",
  });
  const { counterexample } = verdicts.find(({ property }) => property === "holds-on-missing") ?? {};
  if (counterexample === undefined) throw new Error("nothing found");
  const lines = observationLines(runOf(published, counterexample.situation), counterexample).trimEnd().split("\n");
  const again = control(published.make({ preset: "as-published" }));
  const last = lines.map((line) => again.step(JSON.parse(line))).at(-1);
  expect(last?.record.decisions.flatMap(({ because }) => because.map(({ code }) => code))).toContain(
    "queue-unknown-counts-as-empty",
  );
});
