import { expect, test } from "vitest";
import { sourceFacts } from "../../reports/source-facts.ts";
import { fixture } from "./fixture.ts";

function factsOf(source: object) {
  return sourceFacts({ ...fixture(), scenario: { workload: [{ name: "s", queue: "q", from: 0, ...source }] } }).get(
    "s",
  );
}

test("a trace says all that was done to it", () => {
  const facts = factsOf({
    kind: "trace",
    file: "/somewhere/requests.csv.gz",
    format: "gentd26",
    window: { from: 3600, until: 7200 },
    speedUp: 2,
    scale: 20,
    jitter: 1800,
    perToken: { input: 0.001, output: 0.02 },
  });
  expect(facts?.kind).toBe("trace, format gentd26");
  expect(facts?.treatment).toEqual([
    "only 1:00–2:00 of it",
    "2 times as fast",
    "each 20 times",
    "copies moved by up to 30 min",
    "service estimated from tokens: 1 ms each of input, 20 ms each of output",
  ]);
});

test.each([
  [{ kind: "poisson", rate: 0.2 }, "Poisson, 0.200/s"],
  [{ kind: "renewal", gaps: { kind: "constant", value: 5 } }, "renewal, one every 5 s on average"],
  [{ kind: "markov", states: [{ rate: 1 }, { rate: 8 }] }, "Poisson by states, 1–8/s"],
  [{ kind: "curve", points: [{ rate: 1 }, { rate: 3 }], repeat: 86_400 }, "curve, 1–3/s, again every 24 h"],
  [{ kind: "spikes", at: [1800], count: 300, over: 60 }, "spikes of 300 over 60 s at 0:30"],
  [
    { kind: "clients", count: 8, think: { kind: "exponential", mean: 5 } },
    "8 clients, each thinking 5 s between tasks",
  ],
  [{ kind: "later" }, "later"],
])("%j is told in words", (source, kind) => {
  expect(factsOf(source)?.kind).toBe(kind);
});

test("a scenario that is not as expected tells nothing", () => {
  expect(sourceFacts({ ...fixture(), scenario: { workload: [3, { name: "s" }] } }).size).toBe(0);
  expect(sourceFacts({ ...fixture(), scenario: null }).size).toBe(0);
});

test("the classes of a source say their shares, and where their service differs", () => {
  const classes = [
    { name: "interactive", share: 0.9, timeToLive: 60 },
    { name: "job", share: 0.05, scale: 20 },
    { name: "batch", share: 0.05, service: { kind: "gamma", mean: 90, cv: 1 } },
    { name: "other", values: ["other"] },
  ];
  expect(factsOf({ kind: "poisson", rate: 1, service: { kind: "exponential", mean: 4 }, classes })?.treatment).toEqual([
    "service drawn, 4 s on average",
    "class interactive: 90.0 % of the tasks",
    "class job: 5 % of the tasks, service 20 times as long",
    "class batch: 5 % of the tasks, service drawn, 1.50 min on average",
    "class other",
  ]);
});
