import { expect, test } from "vitest";
import { load, MIX, mixWith, refusal } from "./mix.ts";

function scenarioWith(...set: string[]) {
  return load(MIX, { set }).scenario;
}

test("puts a value in place of the file's, in the units of the file", () => {
  const scenario = scenarioWith(
    "groups.sampler.maximum=9",
    "workload[0].poisson.rate=12/min",
    "workload.0.service=20s",
  );
  expect(scenario.groups[0]).toMatchObject({ maximum: 9 });
  expect(scenario.workload[0]).toMatchObject({ rate: 0.2, service: { kind: "constant", value: 20 } });
});

test("adds what the file leaves out", () => {
  const scenario = scenarioWith("objective.wait=5s", "groups.sampler.initial.replicas=2", "seeds=[7, 8]");
  expect(scenario).toMatchObject({ objective: { wait: 5 }, seeds: [7, 8] });
  expect(scenario.groups[0]?.initial).toEqual({ replicas: 2, phase: "ready" });
});

test("the last of two settings of one path counts", () => {
  expect(scenarioWith("seeds=1", "seeds=2").seeds).toEqual([1, 2]);
});

test("gives parameters to a policy that is only named", () => {
  expect(scenarioWith("policies.0.parameters.counts.sampler=3").policies).toEqual([
    { label: "static", policy: { name: "static" }, parameters: { counts: { sampler: 3 } } },
  ]);
});

test("changes one use of an alias and leaves the other", () => {
  const text = mixWith("workload:", "  evaluator: &e { serves: other, needs: { cores: 3 } }\n  second: *e\nworkload:");
  const { groups } = load(text, { set: ["groups.second.needs.cores=5"] }).scenario;
  expect(groups.map(({ name, needs }) => [name, needs.cores])).toEqual([
    ["sampler", 1],
    ["evaluator", 3],
    ["second", 5],
  ]);
});

test.each([
  ["groups.smpler.maximum=3", 'groups has no "smpler"; did you mean "sampler"?'],
  ["groups.sampler.maximm=3", 'unknown key "maximm"; did you mean "maximum"?'],
  ["hrizon=3", 'unknown key "hrizon"; did you mean "horizon"?'],
  ["objectiv.wait=3s", 'objectiv: unknown key "objectiv"; did you mean "objective"?'],
  ["workload[1].poisson.rate=3", 'workload has one entry, [0], not "1"'],
  ["workload.first.name=a", 'workload has one entry, [0], not "first"'],
  ["workload[0].poisson.rate=-1/s", '"-1/s" is negative; a rate is at least 0'],
  ["policies.0.parameters.coutns=1", 'policy "static" has no parameter "coutns"; did you mean "counts"?'],
  ["horizon.length=1", 'horizon is "1h", which has no "length"; set horizon as a whole'],
  ["groups=3", "3 is not a mapping"],
  ["horizon", "write a path and a value, for example groups.sampler.maximum=4"],
  ["=3", "write a path and a value, for example groups.sampler.maximum=4"],
  ["a..b=3", '"a..b" is not a path; write for example workload[0].poisson.rate'],
  ["version=2", "2 is not known; this program reads 1"],
])("refuses --set %s", (setting, message) => {
  expect(refusal(MIX, { set: [setting] })).toBe(`--set ${setting}: ${message}`);
});

const COUNTED = mixWith("  - static\n", "  - policy: static\n    parameters: { counts: { sampler: 3 } }\n");

test.each([
  [MIX, ["workload[0].from=2h"], "--set workload[0].from=2h: "],
  [
    mixWith("horizon: 1h", "horizon: 1h\nexpect: [attainment >= 95%]\nobjective: { wait: 5s }"),
    ["objective={}"],
    "--set objective={}: then mix.yaml:3:10 expect[0]: attainment is of tasks within the objective, which says no wait",
  ],
  [
    COUNTED,
    ["seeds=2", "groups={ other: { serves: sampler_queue, warmUp: 1s } }"],
    "--set groups={ other: { serves: sampler_queue, warmUp: 1s } }: then mix.yaml:17:29 policies[0].parameters",
  ],
])("blames an option for what is right without it", (text, set, message) => {
  expect(refusal(text, { set })).toContain(message);
});

test("does not blame an option for what is wrong without it", () => {
  const text = mixWith("horizon: 1h", "horizon: 1h\nbaseline: nobody");
  expect(refusal(text, { set: ["seeds=2"] })).toBe(refusal(text));
});
