import { expect, test } from "vitest";
import { load, mixWith, refusal } from "./mix.ts";

/** The scenario with more on top: of a group that serves one queue, one that serves two, and a class. */
const text = (lines: string) =>
  mixWith("horizon: 1h\n", `horizon: 1h\n${lines}\n`)
    .replace(
      "workload:\n",
      "  both:\n    serves: [left, right]\n    needs: { gpuMemory: 1GB }\n    warmUp: 1s\nworkload:\n",
    )
    .replace("    service: 15s\n", "    service: 15s\n    classes: { urgent: { share: 10% } }\n");

test("every metric of a scenario gets the name it has in results", () => {
  const { scenario } = load(
    text(`precision: { within: 5%, of: [p95 wait of sampler, cost] }
objective:
  wait: 20s
  minimize: idle cost per hour
  subjectTo: [p95 wait of sampler < 30s, "attainment >= 95%", { p99: sojourn, below: 1m }]
expect:
  - reversals of sampler per hour <= 2
  - static: p50 wait of sampler_queue/urgent < 5s
  - no scale-down of sampler within 5m of scale-up unless demand fell`),
  );
  expect(scenario.precision?.of).toEqual(["wait.p95 of sampler_queue", "cost.total"]);
  expect(scenario.objective).toEqual({
    wait: 20,
    minimize: "cost.idle per hour",
    subjectTo: [
      { measure: "wait.p95 of sampler_queue", below: 30 },
      { measure: "sojourn.p99", below: 60 },
    ],
    atLeast: [{ measure: "attainment", above: 0.95 }],
  });
  expect(scenario.expect).toMatchObject([
    { measure: "reversals of sampler per hour", comparison: "<=", limit: 2 },
    { policy: "static", measure: "wait.p50 of sampler_queue/urgent", limit: 5 },
    { never: "scale-down", within: 300, of: "sampler" },
  ]);
});

test.each([
  [
    "objective: { subjectTo: [lost = 0] }",
    'mix.yaml:3:26 objective.subjectTo[0]: an objective has limits; write "lost <= 0"',
  ],
  [
    "precision: { within: 5%, of: [regret] }",
    "mix.yaml:3:31 precision.of[0]: regret is known only when all runs are made, so they cannot go on until it is precise; name the cost",
  ],
  [
    "expect: [p95 wait of smapler < 30s]",
    'mix.yaml:3:10 expect[0]: there is no queue or group "smapler"; did you mean "sampler"?',
  ],
  [
    "expect: [{ static: p95 wait of both < 30s }]",
    "mix.yaml:3:20 expect[0].static: p95 wait is measured of queues, and both serves left and right; name one",
  ],
  [
    "expect: [reversals of sampler_queue < 3]",
    'mix.yaml:3:10 expect[0]: reversals is measured of groups, and sampler_queue is a queue; write "reversals of sampler"',
  ],
  [
    "expect: [GPU utilization of sampler > 50%]",
    'mix.yaml:3:10 expect[0]: GPU utilization is measured of everything together; leave out "of sampler"',
  ],
  [
    "expect: [no scale-up of samplr within 1m of scale-down unless demand rose]",
    'mix.yaml:3:10 expect[0]: there is no group "samplr"; did you mean "sampler"?',
  ],
  [
    "objective: { subjectTo: [p95 wiat < 30s] }",
    'mix.yaml:3:26 objective.subjectTo[0]: there is no metric "p95 wiat"; did you mean "p95 wait"?',
  ],
  ["objective: { wiat: 30s }", 'mix.yaml:3:14 objective.wiat: unknown key "wiat"; did you mean "wait"?'],
  [
    "objective: { minimize: goodput }",
    "mix.yaml:3:24 objective.minimize: more goodput is better; make it a limit, as subjectTo: [goodput >= …]",
  ],
  [
    "objective: { minimize: idle costs }",
    'mix.yaml:3:24 objective.minimize: there is no metric "idle costs"; did you mean "idle cost"?',
  ],
  [
    "objective: { minimize: trouble }",
    'mix.yaml:3:24 objective.minimize: there is no metric "trouble"; write for example p95 wait; MEASURES.md lists them',
  ],
  [
    'expect: ["attainment >= 95%"]',
    "mix.yaml:3:10 expect[0]: attainment is of tasks within the objective, which says no wait; write objective: { wait: 60s }",
  ],
  [
    'objective: { sojourn: 1m, subjectTo: ["attainment of sampler >= 95%"] }',
    "mix.yaml:3:39 objective.subjectTo[0]: attainment is of tasks within the objective, which says no wait; write objective: { wait: 60s }",
  ],
  [
    'objective: { wait: 1m }\nexpect: [{ static: "sojourn attainment >= 95%" }]',
    "mix.yaml:4:20 expect[0].static: sojourn attainment is of tasks within the objective, which says no sojourn; write objective: { sojourn: 60s }",
  ],
  [
    "precision: { within: 5%, of: [goodput] }",
    "mix.yaml:3:31 precision.of[0]: goodput is of tasks within the objective, which says no wait and no sojourn; write objective: { wait: 60s } or objective: { sojourn: 60s }",
  ],
  ["precision: { within: 5%, of: [cost of nobody] }", 'mix.yaml:3:31 precision.of[0]: there is no group "nobody"'],
])("%s is refused", (lines, message) => {
  expect(refusal(text(lines))).toContain(message);
});

test("prices may say how they are billed", () => {
  const { scenario } = load(
    mixWith("price: $2/h", "price: { rate: $2/h, step: 1h }").replace(
      "gpus: { count: 2, memory: 40GiB }",
      "gpus: { count: 2, memory: 40GiB, price: { rate: $1/h, step: 1m, minimum: 10m } }",
    ),
  );
  const gpu = { memory: 40 * 2 ** 30, pricePerHour: 1, billing: { step: 60, minimum: 600 } };
  expect(scenario.nodes[0]).toMatchObject({ pricePerHour: 2, billing: { step: 3600, minimum: 0 }, gpus: [gpu, gpu] });
});

test("goodput is measured with either limit of the objective", () => {
  for (const limit of ["wait", "sojourn"]) {
    const { scenario } = load(text(`objective: { ${limit}: 1m }\nexpect: [goodput >= 2]`));
    expect(scenario.expect).toMatchObject([{ measure: "goodput", limit: 2 }]);
  }
});
