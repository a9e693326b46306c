import { z } from "zod";
import type { Json } from "../../../policies/index.ts";
import { wallClock } from "../../../policies/schedule.ts";
import type { Comparison, Vector } from "../family.ts";
import { boundWith } from "./shipped.ts";

const counts = { app: z.int(), "worker-llm": z.int(), "worker-rl": z.int() };
const window = z.strictObject({ from: z.string(), to: z.string(), ...counts });

/** A schedule of the vectors. */
export const schedule = z.strictObject({
  timezone: z.string(),
  peak: window,
  off_peak: window,
  normal: z.strictObject(counts),
});

export function scheduleParameters({ timezone, peak, off_peak, normal }: z.output<typeof schedule>): Json {
  const shown = ({ from, to, ...floors }: z.output<typeof window>) => ({ from, to, counts: floors });
  return {
    timeZone: timezone,
    windows: { peak: shown(peak), "off-peak": { ...shown(off_peak), shrink: true } },
    otherwise: normal,
  };
}

const lookup = z.strictObject({
  local_time: z.string(),
  expected_period: z.enum(["peak", "off_peak", "normal"]),
  floor: z.strictObject(counts),
});

/** What every service is raised to from nothing at that time, and why. */
export function checkSchedule(vector: Vector): Comparison {
  const { schedule: given } = z.strictObject({ schedule }).parse(vector.config);
  const cases = z.array(lookup).min(1).parse(vector.cases);
  const names = Object.keys(counts);
  const none = { minimum: 0, warmUp: 0 };
  const policy = boundWith({
    gpuCheck: false,
    services: Object.fromEntries(names.map((name) => [name, none])),
    schedule: scheduleParameters(given),
  });
  const actual = cases.map(({ local_time }) => {
    const empty = { serves: [], minimum: 0, desired: 0, replicas: [], signals: {} };
    const time = timeOf(local_time, given.timezone);
    const groups = Object.fromEntries(names.map((name) => [name, empty]));
    const seen = { time, queues: {}, groups, nodes: {}, devices: {}, caches: {}, signals: {} };
    const scaling = policy.decide(seen, policy.begin()).decisions.filter(({ subject }) => names.includes(subject));
    const [first] = scaling;
    return {
      local_time,
      expected_period: PERIODS[String(first?.because[0].facts.window)],
      floor: Object.fromEntries(
        scaling.map(({ subject, action }) => [subject, action?.kind === "scale" ? action.desired : 0]),
      ),
    };
  });
  return { expected: cases, actual };
}

const PERIODS: Readonly<Record<string, string>> = { peak: "peak", "off-peak": "off_peak", otherwise: "normal" };

/** Unix time at which clocks of the zone show that time of day, on a day in winter. */
function timeOf(local: string, zone: string): number {
  return midnight(zone) + (Number(local.slice(0, 2)) * 60 + Number(local.slice(3))) * 60;
}

/** Unix time of a midnight in the zone. */
export function midnight(zone: string): number {
  const time = Date.UTC(2026, 0, 15) / 1000;
  return time - wallClock(time, zone).second;
}
