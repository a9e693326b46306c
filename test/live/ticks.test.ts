import { expect, test } from "vitest";
import { ticks } from "../../live/ticks.ts";
import { testClock } from "./clock.ts";

/** When the ticks begin, and how many are said to be left out, where each takes so long and wants to be woken so soon after its end. */
async function beginnings(takes: readonly number[], wakes: readonly (number | undefined)[] = []) {
  const clock = testClock(0);
  const begun: number[] = [];
  const skipped: number[] = [];
  const told: number[] = [];
  await ticks({
    clock,
    period: 10,
    signal: new AbortController().signal,
    count: takes.length,
    work: async () => {
      const turn = begun.push(clock.now()) - 1;
      clock.pass(takes[turn] ?? 0);
      const wake = wakes[turn];
      return wake === undefined ? undefined : clock.now() + wake;
    },
    skipped: (count) => skipped.push(count),
    sleeping: (until) => told.push(until),
  });
  expect(told).toEqual(begun.slice(1));
  return { begun, skipped };
}

test("ticks are a period apart, however long they take within it", async () => {
  expect(await beginnings([0, 3, 9, 1])).toEqual({ begun: [0, 10, 20, 30], skipped: [] });
});

test("a tick that is missed is left out, and none overlaps or is made up for", async () => {
  expect(await beginnings([25, 0, 10, 0, 41, 0])).toEqual({ begun: [0, 30, 40, 50, 60, 110], skipped: [2, 4] });
});

test("a policy that asks to be woken is asked sooner, and the period stays", async () => {
  expect(await beginnings([0, 0, 0, 0], [4, undefined, 30])).toEqual({ begun: [0, 4, 10, 20], skipped: [] });
});

test("ends at once when it is told to", async () => {
  const stop = new AbortController();
  let count = 0;
  const work = async () => {
    if (++count === 2) stop.abort();
    return undefined;
  };
  await ticks({ clock: testClock(), period: 10, signal: stop.signal, work, skipped: () => undefined });
  expect(count).toBe(2);
});
