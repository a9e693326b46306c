import { afterEach, expect, test, vi } from "vitest";
import { clockWords, steadyClock, stopwatch } from "../../live/clock.ts";

afterEach(() => vi.restoreAllMocks());

/** The last check was ten minutes ago by the stopwatch, and by the time of day as much more. */
function after(set: number, boot = stopwatch()?.boot ?? "") {
  const time = 1_700_000_000;
  vi.spyOn(Date, "now").mockReturnValue((time + 600 + set) * 1000);
  const last = { time, stopwatch: { boot, seconds: (stopwatch()?.seconds ?? 0) - 600 } };
  return { passed: steadyClock(last).now() - time, words: clockWords(last) };
}

test.each([
  [3600, "3600 s forth"],
  [-86_400, "86400 s back"],
])("time goes on by the stopwatch where the clock was set by %d s while no runner ran", (by, how) => {
  const { passed, words } = after(by);
  expect(passed).toBeCloseTo(600, 0);
  expect(words).toContain(`the machine's clock was set ${how} since the last check`);
});

test("what may be a small correction is none that anybody is told of", () => {
  const { passed, words } = after(1);
  expect(passed).toBeCloseTo(601, 0);
  expect(words).toBeUndefined();
});

test("after a boot the time of day is believed, but never goes back", () => {
  expect(after(3600, "another")).toEqual({ passed: expect.closeTo(4200, 0), words: undefined });
  expect(after(-3600, "another")).toEqual({ passed: expect.closeTo(0, 0), words: undefined });
});

test("what begins with no memory has the time of day", () => {
  vi.spyOn(Date, "now").mockReturnValue(1_700_000_000_000);
  expect(steadyClock().now()).toBeCloseTo(1_700_000_000, 0);
});
