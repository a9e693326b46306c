import { expect, test } from "vitest";
import { type Case, load, mixWith, POLICY, refusal } from "./mix.ts";

const wrapped = (wrap: string) => `  - { policy: utilization, wrap: ${wrap} }\n`;

test("wrappers stand beside the parameters, with units, and become parameters of the policy", () => {
  const { scenario } = load(
    mixWith(POLICY, wrapped("[cooled, { guarded: { minimumFreeMemory: 2GiB } }, { cooled: { down: 5m } }]")),
  );
  expect(scenario.policies).toEqual([
    {
      label: "utilization",
      policy: { name: "utilization" },
      parameters: { wrap: ["cooled", { guarded: { minimumFreeMemory: 2 ** 31 } }, { cooled: { down: 300 } }] },
    },
  ]);
});

test("a controller may have wrappers of its own", () => {
  const controllers = "controllers:\n  all: { parameters: { wrap: [{ cooled: { down: 5m } }] } }\ngroups:\n";
  const { scenario } = load(mixWith("groups:\n", controllers));
  expect(scenario.controllers?.[0]?.parameters).toEqual({ wrap: [{ cooled: { down: 300 } }] });
});

test.each<Case>([
  [
    "an unknown wrapper",
    POLICY,
    wrapped("[coold]"),
    'mix.yaml:16:35 policies[0].wrap[0].coold: there is no wrapper "coold"; did you mean "cooled"?',
  ],
  [
    "a contradiction",
    POLICY,
    wrapped("[{ bounded: { minimum: 3, maximum: 2 } }]"),
    'mix.yaml:16:57 policies[0].wrap[0].bounded.minimum: wrapper "bounded": "minimum" is 3, expected at most "maximum", which is 2',
  ],
  [
    "a group that is not there",
    POLICY,
    wrapped("[{ bounded: { groups: [smpler], maximum: 2 } }]"),
    'mix.yaml:16:57 policies[0].wrap[0].bounded.groups[0]: there is no group "smpler"; did you mean "sampler"?',
  ],
  ["no list", POLICY, wrapped("cooled"), 'mix.yaml:16:34 policies[0].wrap: "cooled" is not a list'],
])("refuses %s", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});
