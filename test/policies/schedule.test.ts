import fc from "fast-check";
import { expect, test } from "vitest";
import { type DailyWindow, dailyWindow, isWithin, nextTurn, timeZone, wallClock } from "../../policies/schedule.ts";

const { days: everyDay } = dailyWindow.parse({ from: "00:00", to: "24:00" });
const at = (text: string) => Date.parse(text) / 1000;

function clock(text: string, zone = "UTC") {
  const { day, second } = wallClock(at(text), zone);
  return `${day} ${new Date(second * 1000).toISOString().slice(11, 16)}`;
}

test("tells what clocks show, in summer and in winter", () => {
  expect(clock("1970-01-01T00:00:00Z")).toBe("thursday 00:00");
  expect(clock("2026-01-05T23:30:00Z", "Europe/Berlin")).toBe("tuesday 00:30");
  expect(clock("2026-07-06T23:30:00Z", "Europe/Berlin")).toBe("tuesday 01:30");
  expect(clock("2026-01-05T23:30:00Z", "Asia/Kathmandu")).toBe("tuesday 05:15");
  expect(wallClock(at("2026-01-05T12:00:59Z") + 0.75, "UTC").second).toBe(12 * 3600 + 59);
});

test("skips an hour in spring and repeats one in autumn", () => {
  expect(clock("2026-03-29T00:59:00Z", "Europe/Berlin")).toBe("sunday 01:59");
  expect(clock("2026-03-29T01:00:00Z", "Europe/Berlin")).toBe("sunday 03:00");
  expect(clock("2026-10-25T00:30:00Z", "Europe/Berlin")).toBe("sunday 02:30");
  expect(clock("2026-10-25T01:30:00Z", "Europe/Berlin")).toBe("sunday 02:30");
});

test("a window begins with its first minute and is over at its last", () => {
  const peak: DailyWindow = { days: everyDay, from: "09:00", to: "18:00" };
  const within = (second: number) => isWithin(peak, { day: "monday", second });
  expect([8 * 3600 + 3599, 9 * 3600, 18 * 3600 - 1, 18 * 3600].map(within)).toEqual([false, true, true, false]);
});

test("a window across midnight belongs to the day it begins on", () => {
  const night: DailyWindow = { days: ["friday"], from: "22:00", to: "06:00" };
  expect(isWithin(night, { day: "friday", second: 23 * 3600 })).toBe(true);
  expect(isWithin(night, { day: "saturday", second: 5 * 3600 })).toBe(true);
  expect(isWithin(night, { day: "friday", second: 5 * 3600 })).toBe(false);
  expect(isWithin(night, { day: "saturday", second: 23 * 3600 })).toBe(false);
});

test("equal times are a whole day from then on, and 00:00 to 24:00 is the day itself", () => {
  const monday = { day: "monday", second: 0 } as const;
  expect(isWithin({ days: ["monday"], from: "00:00", to: "24:00" }, monday)).toBe(true);
  expect(isWithin({ days: ["sunday"], from: "09:00", to: "09:00" }, monday)).toBe(true);
  expect(isWithin({ days: ["monday"], from: "09:00", to: "09:00" }, monday)).toBe(false);
});

test("refuses what is no time of day or no day", () => {
  expect(dailyWindow.safeParse({ from: "9:00", to: "18:00" }).success).toBe(false);
  expect(dailyWindow.safeParse({ from: "09:00", to: "25:00" }).success).toBe(false);
  expect(dailyWindow.safeParse({ days: [], from: "09:00", to: "18:00" }).success).toBe(false);
});

test("refuses a zone nobody keeps, and guesses which was meant", () => {
  expect(timeZone.parse(undefined)).toBe("UTC");
  expect(timeZone.safeParse("Europe/Berln").error?.issues[0]?.message).toBe(
    'expected an IANA time zone, such as "Europe/Berlin"; did you mean "Europe/Berlin"?',
  );
  expect(timeZone.safeParse("nowhere at all").error?.issues[0]?.message).not.toContain("did you mean");
});

test("never sleeps through a change of a window, not even while clocks are changed", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe");
  const clockTime = fc
    .tuple(fc.nat(23), fc.constantFrom("00", "17", "30"))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${minute}`);
  const starts = fc.constantFrom("2026-03-28T12:00Z", "2026-10-24T12:00Z", "2026-04-04T00:00Z", "2026-07-01T00:00Z");
  fc.assert(
    fc.property(zones, clockTime, clockTime, starts, fc.nat(129_600), (zone, from, to, start, seconds) => {
      const window: DailyWindow = { days: everyDay, from, to };
      const time = at(start) + seconds;
      const turn = nextTurn([window], time, zone) ?? Number.NaN;
      expect(turn).toBeGreaterThan(time);
      expect(turn).toBeLessThanOrEqual(time + 86_400);
      const now = isWithin(window, wallClock(time, zone));
      for (let between = time; between < turn; between += 60 - (between % 60)) {
        expect(isWithin(window, wallClock(between, zone))).toBe(now);
      }
      expect(isWithin(window, wallClock(turn - 1, zone))).toBe(now);
    }),
    { numRuns: 60 },
  );
});
