import { expect, test } from "vitest";
import { type Case, load, mixWith, RATE, refusal, SERVICE } from "./mix.ts";

const workload = (classes: string) => `${RATE}\n    classes: ${classes}`;
const classesOf = (classes: string) => load(mixWith(RATE, workload(classes))).scenario.workload[0]?.classes;

test("shares that are not written are what the others leave", () => {
  expect(classesOf("{ a: { share: 60% }, b: {}, c: { timeToLive: 1m } }")).toEqual([
    { name: "a", share: 0.6 },
    { name: "b", share: 0.2 },
    { name: "c", share: 0.2, timeToLive: 60 },
  ]);
  expect(classesOf("{ a: { share: 60%, scale: 2, retry: { times: 1 } } }")).toEqual([
    { name: "a", share: 0.6, scale: 2, retry: { times: 1, delay: 0 } },
  ]);
});

test("without shares the class column of a trace tells, by the names or by the values given", () => {
  const trace = `trace: { file: ${import.meta.filename}, format: gentd26 }\n    classes: { model: { values: [7, sd] }, other: {} }`;
  expect(load(mixWith(RATE, trace)).scenario.workload[0]?.classes).toEqual([
    { name: "model", values: ["7", "sd"] },
    { name: "other", values: ["other"] },
  ]);
  const drawn = trace.replace("other: {}", "other: { share: 10% }").replace("{ values: [7, sd] }", "{}");
  expect(load(mixWith(RATE, drawn)).scenario.workload[0]?.classes).toEqual([
    { name: "model", share: 0.9 },
    { name: "other", share: 0.1 },
  ]);
});

test("columns that tell the class of any trace are a list", () => {
  const trace = (columns: string) =>
    `trace: { file: ${import.meta.filename}, format: azure-functions, class: ${columns} }\n    classes: { a: {} }`;
  const specOf = (columns: string) => load(mixWith(RATE, trace(columns))).scenario.workload[0];
  expect(specOf("app")).toMatchObject({ class: ["app"], classes: [{ name: "a", values: ["a"] }] });
  expect(specOf("[app, func]")).toMatchObject({ class: ["app", "func"] });
});

const WRONG: readonly Case[] = [
  ["no class", RATE, workload("{}"), "workload[0].classes: is empty; name a class, or leave this out"],
  [
    "too large shares",
    RATE,
    workload("{ a: { share: 70% }, b: { share: 40% } }"),
    "workload[0].classes: the shares add up to 110%; they are parts of 100%",
  ],
  [
    "nothing left",
    RATE,
    workload("{ a: { share: 100% }, b: {} }"),
    "workload[0].classes: the shares add up to 100%, and a class without one gets nothing; write its share",
  ],
  [
    "two service times",
    RATE,
    workload("{ a: { service: 1s, scale: 2 } }"),
    "workload[0].classes.a.scale: service tells how long a task takes; leave one of them out",
  ],
  [
    "values without a column",
    RATE,
    workload("{ a: { values: x } }"),
    "workload[0].classes.a.values: is for traces with a class column, where no class has a share; leave this out",
  ],
  [
    "a class of windows",
    RATE,
    `trace: { file: ${import.meta.filename}, format: servegen, class: pattern }`,
    "workload[0].trace.class: a row of format servegen is no single task, and has no class; leave this out",
  ],
  [
    "two class columns",
    RATE,
    `trace: { file: ${import.meta.filename}, format: csv, class: a, columns: { arrival: t, duration: d, class: b } }`,
    "workload[0].trace.class: columns.class tells it too; leave one of them out",
  ],
  [
    "needs that nobody offers",
    RATE,
    workload("{ a: { needs: { gpu: 1 } } }"),
    "workload[0].classes.a.needs: no group that could serve it offers gpu; write offers in groups.sampler",
  ],
];

test.each(WRONG)("%s is refused with its place", (_, from, to, message) => {
  expect(refusal(mixWith(from, to))).toContain(message);
});

test("a class has the same rules in all sources of its queue", () => {
  const first = `${workload("{ a: { timeToLive: 1m } }")}\n`;
  const again = `  - queue: sampler_queue\n    name: again\n    service: 1s\n    ${workload("{ a: { timeToLive: 2m } }")}\n`;
  expect(refusal(mixWith(`${RATE}\n${SERVICE}`, `${first}${SERVICE}${again}`))).toContain(
    "timeToLive: is not as for the class a of workload[0], which is in the same queue; write the same, or rename one",
  );
});
