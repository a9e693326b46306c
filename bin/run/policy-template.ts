/** A policy that works, to be changed into another: CONTRIBUTING.md shows it. `imports`: where the contract comes from. */
export function policyTemplate(name: string, imports: string): string {
  const camel = camelCase(name);
  return `import { z } from "zod";
${imports}

const parameters = z.strictObject({
  target: z.number().positive().default(5).describe("Waiting tasks for each replica."),
});

/** As many replicas as keep the backlog of each at a target. */
export const ${camel} = define({
  name: "${name}",
  summary: "Keeps the number of waiting tasks for each replica at a target.",
  parameters,
  reasons: {
    "queue-not-seen": "The length of a queue it serves is not known, or it serves none; the group keeps what it has.",
    "backlog-at-target": "The group has the count that brings the backlog of each replica to the target.",
    "backlog-off-target": "Another count would.",
  },
  examples: [{ target: 1 }, { target: 20 }],
  create: ({ target }) => ({
    name: "${name}",
    version: 1,
    parameters: { target },
    begin: () => null,
    decide: ({ groups, queues }: Observation) => ({
      decisions: Object.entries(groups).map(([name, group]) =>
        decision(name, group, waitingFor(group, queues), target),
      ),
      memory: null,
    }),
  }),
});

/** Not known while one of its queues is not seen, nor of a group without a queue: then zero would be a guess. */
function waitingFor({ serves }: Group, queues: Observation["queues"]): number | undefined {
  let sum: number | undefined;
  for (const name of serves) {
    const waiting = queues[name]?.waiting;
    if (waiting === undefined) return undefined;
    sum = (sum ?? 0) + waiting;
  }
  return sum;
}

function decision(subject: string, group: Group, waiting: number | undefined, target: number): Decision {
  if (waiting === undefined) return { subject, action: null, because: [{ code: "queue-not-seen", facts: {} }] };
  const { minimum, maximum = Number.POSITIVE_INFINITY } = group;
  const desired = Math.min(maximum, Math.max(minimum, Math.ceil(waiting / target)));
  const facts = { waiting, target, desired };
  if (desired === group.desired) return { subject, action: null, because: [{ code: "backlog-at-target", facts }] };
  const because = [{ code: "backlog-off-target", facts }] as const;
  return { subject, action: { kind: "scale", group: subject, desired }, because };
}
`;
}

/** Imports of a policy in this repository, and of one elsewhere. */
export const imports = {
  here: 'import { define } from "./entry.ts";\nimport type { Decision, Group, Observation } from "./policy.ts";',
  elsewhere: 'import { type Decision, define, type Group, type Observation } from "disfun-sim";',
};

/** What a module of one's own ends with. */
export function exported(name: string): string {
  return `export default ${camelCase(name)};\n`;
}

/** Its test in this repository. */
export function testTemplate(name: string): string {
  return `import { expect, test } from "vitest";
import { bind, control } from "../../policies/index.ts";
import { groupOf, idle, observe, queueOf } from "./observations.ts";

test("starts replicas until each has five waiting tasks", () => {
  const seen = observe({ queues: { work: queueOf(20) }, groups: { sampler: groupOf(idle(1), { serves: ["work"] }) } });
  const { actions } = control(bind("${name}", {})).step(seen);
  expect(actions).toEqual([{ kind: "scale", group: "sampler", desired: 4 }]);
});
`;
}

/** Its test elsewhere; `npx tsx --test` runs it. */
export function ownTestTemplate(name: string): string {
  const camel = camelCase(name);
  return `import assert from "node:assert/strict";
import { test } from "node:test";
import { control, type Observation } from "disfun-sim";
import ${camel} from "./${name}.ts";

test("starts replicas until each has five waiting tasks", () => {
  const replicas = [{ id: "a", phase: "ready", inService: 0 }] as const;
  const seen: Observation = {
    time: 0,
    queues: { work: { waiting: 20, inService: 0 } },
    groups: { sampler: { serves: ["work"], minimum: 0, desired: 1, replicas, signals: {} } },
    nodes: {},
    devices: {},
    caches: {},
    signals: {},
  };
  const { actions } = control(${camel}.create({ target: 5 })).step(seen);
  assert.deepEqual(actions, [{ kind: "scale", group: "sampler", desired: 4 }]);
});
`;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
