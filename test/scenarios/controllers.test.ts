import { expect, test } from "vitest";
import { type Case, load, MIX, mixWith, refusal } from "./mix.ts";

const POLICIES = "  - static\n";
const GROUPS = "groups:\n";

/** The mix, under these controllers. */
function under(controllers: string, policies = POLICIES): string {
  return mixWith(GROUPS, `controllers:\n${controllers}${GROUPS}`).replace(POLICIES, policies);
}

test("without controllers there is one of everything, and check may be on change", () => {
  expect(load(MIX).scenario).not.toHaveProperty("controllers");
  const check = (written: string) => load(mixWith("horizon: 1h", `horizon: 1h\ncheck: ${written}`)).scenario.check;
  expect(check("onChange")).toEqual({ phase: 0, onChange: true });
  expect(check("{ onChange: true, period: 1m }")).toEqual({ period: 60, phase: 0, onChange: true });
  expect(check("{ onChange: false, period: 1m, phase: 5s }")).toEqual({ period: 60, phase: 5 });
});

test("fills in a controller: every group, the scenario's check", () => {
  expect(load(under("  all: {}\n")).scenario.controllers).toStrictEqual([
    {
      name: "all",
      groups: ["sampler"],
      check: { period: 15, phase: 0 },
      takes: 0,
      heartbeats: false,
      parameters: {},
    },
  ]);
});

test("a controller at home on a node governs the groups that are tied to it", () => {
  const text = under("  here: { node: gpu-2, takes: 20s, check: 2m }\n").replace(
    "    maximum: 4\n",
    "    maximum: 4\n    node: gpu-2\n",
  );
  const { controllers, groups } = load(text).scenario;
  expect(controllers?.[0]).toMatchObject({ groups: ["sampler"], node: "gpu-2", takes: 20, check: { period: 120 } });
  expect(groups[0]?.node).toBe("gpu-2");
});

test("own parameters are read with units, each as a compared policy means it", () => {
  const policies = "  - static\n  - distributed-funsearch\n";
  const own = "{ counts: { sampler: 2 }, gpu: { minimumFreeMemory: 20GiB } }";
  expect(load(under(`  all: { parameters: ${own} }\n`, policies)).scenario.controllers?.[0]?.parameters).toEqual({
    counts: { sampler: 2 },
    gpu: { minimumFreeMemory: 20 * 2 ** 30 },
  });
});

test("a group that no controller decides on is warned of", () => {
  const text = under("  one: { groups: sampler }\n").replace(
    "groups:\n",
    "groups:\n  idle: { serves: sampler_queue }\n",
  );
  expect(load(text).warnings).toContain("no controller decides on idle: what is there at the start stays");
  expect(load(MIX).warnings.join()).not.toContain("no controller");
});

const ONE = "  one: { groups: sampler }\n";
const CASES: readonly Case[] = [
  [
    "no controller at all",
    "controllers:\n  one: { groups: sampler }\n",
    "controllers: {}\n",
    "mix.yaml:5:14 controllers: is empty; leave it out for one controller of everything",
  ],
  [
    "a misspelt group",
    ONE,
    "  one: { groups: [samplr] }\n",
    'mix.yaml:6:19 controllers.one.groups[0]: there is no group "samplr"; did you mean "sampler"?',
  ],
  [
    "a group twice",
    ONE,
    "  one: { groups: [sampler, sampler] }\n",
    'mix.yaml:6:28 controllers.one.groups[1]: names "sampler" twice',
  ],
  [
    "a misspelt node",
    ONE,
    "  one: { groups: sampler, node: gpu-3 }\n",
    'mix.yaml:6:33 controllers.one.node: there is no node "gpu-3"; did you mean "gpu-1"?',
  ],
  [
    "a home without groups",
    ONE,
    "  one: { node: gpu-1 }\n",
    'mix.yaml:6:8 controllers.one: no group is tied to its node "gpu-1"; name its groups, or write node: gpu-1 in a group',
  ],
  [
    "a group that runs elsewhere",
    `${ONE}groups:\n  sampler:\n`,
    "  one: { groups: sampler, node: gpu-1 }\ngroups:\n  sampler:\n    node: gpu-2\n",
    'mix.yaml:6:18 controllers.one.groups: "sampler" runs on gpu-2, and this controller sees only gpu-1',
  ],
  [
    "a group on a node that is not there",
    "  sampler:\n",
    "  sampler:\n    node: gpu\n",
    'mix.yaml:9:11 groups.sampler.node: there is no node "gpu"; there is "gpu-1", "gpu-2"',
  ],
  [
    "a check without a period",
    ONE,
    "  one: { check: { phase: 5s } }\n",
    "mix.yaml:6:10 controllers.one.check.period: is missing; write for example 15s, or onChange: true",
  ],
  [
    "a check of everything without a period",
    "controllers:\n  one: { groups: sampler }\n",
    "check: { phase: 5s }\n",
    "mix.yaml:5:1 check.period: is missing; write for example 15s, or onChange: true",
  ],
  [
    "heartbeats without a period",
    ONE,
    "  one: { check: onChange, heartbeats: true }\n",
    "mix.yaml:6:17 controllers.one.check: heartbeats come every period, and none is given; write for example 5s",
  ],
  [
    "heartbeats on change",
    ONE,
    "  one: { check: { onChange: true, period: 5s }, heartbeats: true }\n",
    "mix.yaml:6:61 controllers.one.heartbeats: a controller is stepped on heartbeats or on change; leave one of them out",
  ],
  [
    "a check on change that takes time",
    ONE,
    "  one: { check: onChange, takes: 10s }\n",
    "mix.yaml:6:34 controllers.one.takes: a controller that is stepped on change decides at once; leave it out",
  ],
  [
    "an own parameter nobody has",
    ONE,
    "  one: { parameters: { coutns: { sampler: 2 } } }\n",
    'mix.yaml:6:24 controllers.one.parameters.coutns: no compared policy has a parameter "coutns"; did you mean "counts"?',
  ],
  [
    "an own parameter of the wrong kind",
    ONE,
    "  one: { parameters: { counts: { sampler: many } } }\n",
    'mix.yaml:6:43 controllers.one.parameters.counts.sampler: policy "static": "counts.sampler" is "many", expected a number',
  ],
  [
    "an own parameter that names no group",
    ONE,
    "  one: { parameters: { counts: { samplr: 2 } } }\n",
    'mix.yaml:6:34 controllers.one.parameters.counts.samplr: there is no group "samplr"; did you mean "sampler"?',
  ],
  [
    "a misspelt key",
    ONE,
    "  one: { heartbeat: true }\n",
    'mix.yaml:6:10 controllers.one.heartbeat: unknown key "heartbeat"; did you mean "heartbeats"?',
  ],
];

test.each(CASES)("judges %s", (_, found, written, message) => {
  const text = under(ONE);
  expect(text).toContain(found);
  expect(refusal(text.replace(found, () => written))).toBe(message);
});
