import { expect, test } from "vitest";
import { type Change, type Limits, within } from "../../live/envelope.ts";
import { groupOf, idle, observe, queueOf } from "../policies/observations.ts";

/** What is left of going from 4 to a count. */
function left(
  desired: number,
  limits: Limits,
  changes: readonly Change[] = [],
  queues = { work: queueOf(20) },
  stale: string[][] = [],
) {
  const group = groupOf(idle(4), { serves: ["work"] });
  const seen = { ...observe({ queues, groups: { sampler: group } }), time: 10_000 };
  const { action, held } = within(limits, { kind: "scale", group: "sampler", desired }, seen, changes, stale);
  expect(held === undefined || held.desired === action?.desired).toBe(true);
  return [action?.desired, held?.because.code];
}

const change = (ago: number, by: number, group = "sampler"): Change => ({ time: 10_000 - ago, group, by });

test("without limits a policy gets what it wants", () => {
  expect(left(40, {})).toEqual([40, undefined]);
  expect(left(0, {})).toEqual([0, undefined]);
});

test("a check adds or removes no more than its limit", () => {
  expect(left(9, { perCheck: 2 })).toEqual([6, "per-check"]);
  expect(left(0, { perCheck: 2 })).toEqual([2, "per-check"]);
  expect(left(6, { perCheck: 2 })).toEqual([6, undefined]);
});

test("an hour has its limit, for both directions together and each group alone", () => {
  const spent = [change(3600, 5), change(3599, 3), change(60, -2), change(1, 50, "other")];
  expect(left(8, { perHour: 8 }, spent)).toEqual([7, "per-hour"]);
  expect(left(0, { perHour: 5 }, spent)).toEqual([undefined, "per-hour"]);
  expect(left(9, { perHour: 9, perCheck: 1 }, spent)).toEqual([5, "per-check"]);
});

test("nothing is changed while a queue it serves cannot be seen", () => {
  expect(left(0, {}, [], { work: {} })).toEqual([undefined, "unseen-queue"]);
});

test("nothing is changed on stale readings", () => {
  expect(left(6, {}, [], undefined, [["signals", "price"]])).toEqual([undefined, "stale-readings"]);
});
