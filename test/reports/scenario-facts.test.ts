import { expect, test } from "vitest";
import { scenarioFacts } from "../../reports/scenario-facts.ts";
import { bareResult } from "./bare-result.ts";

const of = (objective: object) =>
  scenarioFacts({ ...bareResult(), scenario: JSON.parse(JSON.stringify({ objective })) }).objectiveWords;

test.each([
  [{ wait: 60 }, "wait within 60 s"],
  [{ sojourn: 600, minimize: "replicaHours" }, "response within 10 min; least replica time"],
  [
    {
      wait: 60,
      minimize: "cost",
      subjectTo: [{ measure: "wait.p95 of sampler_queue", below: 120 }],
      atLeast: [{ measure: "wait.p50", above: 1 }],
    },
    "wait within 60 s; least cost with p95 wait of sampler_queue below 2 min and p50 wait at least 1 s",
  ],
  [{}, undefined],
])("the objective %j in words", (objective, words) => {
  expect(of(objective)).toBe(words);
});
