import { expect, test } from "vitest";
import { type Case, load, mixWith, refusal } from "./mix.ts";

const PUSHED =
  "horizon: 1h\ndispatcher: { kind: push, allocate: capability }\nqueues: { sampler_queue: { needs: { gpu: 1 } } }";
const OFFERS = "serves: sampler_queue\n    offers: { gpu: 1 }";

const WRONG: readonly Case[] = [
  [
    "several workers without a dispatcher",
    "warmUp: 60s",
    "warmUp: 60s\n    workers: 2",
    "mix.yaml:10:5 groups.sampler.workers: needs a dispatcher; without one, write slots: { count: 2 }",
  ],
  [
    "an owner that reports nothing without a dispatcher",
    "warmUp: 60s",
    "warmUp: 60s\n    reports: nothing",
    "mix.yaml:10:5 groups.sampler.reports: needs a dispatcher",
  ],
  [
    "slots with a dispatcher",
    "warmUp: 60s",
    "warmUp: 60s\n    slots: { count: 2 }",
    "mix.yaml:13:5 groups.sampler.slots: is not for push dispatch: each worker has one task at a time; write workers: for several in a replica",
  ],
  [
    "an adapter without a dispatcher",
    "warmUp: 60s",
    "warmUp: 60s\n    adapter: {}",
    "mix.yaml:10:5 groups.sampler.adapter: needs a dispatcher; write dispatcher: { kind: push, allocate: capability }",
  ],
  [
    "maximums out of order",
    "warmUp: 60s",
    "warmUp: 60s\n    adapter: { maximums: [{ at: 10m, maximum: 3 }, { at: 5m, maximum: 2 }] }",
    "groups.sampler.adapter.maximums[1].at: 300s is not after the one before it, 600s",
  ],
  [
    "tasks that the group cannot do",
    "serves: sampler_queue\n    offers: { gpu: 1 }",
    "serves: sampler_queue",
    "mix.yaml:9:13 groups.sampler.serves: its workers would get no task: every queue needs something that is not in offers",
  ],
];

function pushed(text: string): string {
  return text.replace("horizon: 1h", PUSHED).replace("serves: sampler_queue", OFFERS);
}

test("fills in what a dispatcher does and how many workers a replica is", () => {
  const { scenario } = load(pushed(mixWith("", "")));
  expect(scenario.dispatcher).toEqual({
    kind: "push",
    allocate: "capability",
    queueSize: 1000,
    balanceEvery: 1,
    trigger: 2,
  });
  expect(scenario.queues).toEqual([{ name: "sampler_queue", needs: { gpu: 1 }, acknowledge: "after" }]);
  expect(scenario.groups[0]).toMatchObject({ workers: 1, offers: { gpu: 1 } });
});

test("an adapter does what is promised unless it is said", () => {
  const text = pushed(mixWith("warmUp: 60s", "warmUp: 60s\n    adapter: { capacity: 2 }"));
  expect(load(text).scenario.groups[0]?.adapter).toEqual({
    startOffers: "given",
    capacity: 2,
  });
});

test("without a dispatcher nothing is added", () => {
  const { scenario } = load(mixWith("", ""));
  expect(scenario).not.toHaveProperty("dispatcher");
  expect(scenario.groups[0]).not.toHaveProperty("workers");
});

test.each(WRONG)("refuses %s", (what, found, written, message) => {
  const text = what.includes("without") ? mixWith(found, written) : pushed(mixWith("", "")).replace(found, written);
  expect(refusal(text)).toContain(message);
});

test("refuses a list of queues that is not what the dispatcher does", () => {
  const two = pushed(mixWith("", ""))
    .replace("allocate: capability", "allocate: even_load")
    .replace(
      "workload:",
      "  plain: { serves: other }\nworkload:\n  - { queue: other, service: 1s, poisson: { rate: 1/s } }",
    );
  expect(refusal(two)).toContain(
    "groups.plain.serves: with allocate: even_load its workers get tasks of sampler_queue, other; write serves: [sampler_queue, other]",
  );
});
