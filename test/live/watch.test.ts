import { expect, test } from "vitest";
import { type Reading, type Sensor, SensorFault } from "../../live/sensor.ts";
import { type Watch, watch } from "../../live/watch.ts";
import { until } from "./broker.ts";
import { testClock } from "./clock.ts";

const signal = new AbortController().signal;
const listed: Reading = { queues: { work: {} } };
const nothing = { queues: { work: {} }, groups: {}, nodes: {}, devices: {}, caches: {}, signals: {} };

/** A sensor that tells the next of these at each reading, or fails with it. */
function sensorOf(...told: (number | Error | "hang")[]): Sensor & { aborted: number; reads: number } {
  const sensor = {
    aborted: 0,
    reads: 0,
    listed: () => listed,
    async read(limit: AbortSignal): Promise<Reading> {
      const next = told[sensor.reads++] ?? 0;
      limit.addEventListener("abort", () => sensor.aborted++);
      if (next === "hang") return new Promise(() => undefined);
      if (next instanceof Error) throw next;
      return { queues: { work: { waiting: next } } };
    },
    close: async () => undefined,
  };
  return sensor;
}

function watched(sensor: Sensor, clock = testClock(), period?: number) {
  const faults: string[][] = [];
  const told = (found: readonly SensorFault[]) => void faults.push(found.map(({ message }) => message));
  const own = period === undefined ? {} : { period };
  const made = watch(sensor, { clock, timeout: 0.05, lag: 0, staleAfter: 30, told, ...own });
  return { made, faults, clock };
}

const waiting = (made: Watch) => made.latest().queues?.work?.waiting;

test("after a reading that failed nothing is known, not what was before", async () => {
  const { made, faults } = watched(sensorOf(4, new SensorFault("unreachable", "gone"), 5));
  await made.refresh(signal);
  expect(waiting(made)).toBe(4);
  await made.refresh(signal);
  expect(made.latest()).toEqual(listed);
  await made.refresh(signal);
  expect(waiting(made)).toBe(5);
  expect(made.counts).toEqual({ readings: 3, failures: 1 });
  expect(faults).toEqual([[], ["gone"], []]);
});

test("what is too old is not known, and its lag counts", async () => {
  const { made, clock } = watched(sensorOf(4));
  await made.refresh(signal);
  clock.pass(30);
  expect(made.latest()).toEqual({ ...nothing, queues: { work: { waiting: 4 } } });
  expect(made.missing()).toEqual([]);
  clock.pass(0.1);
  expect(made.latest()).toEqual(listed);
  expect(made.missing()).toEqual([["queues", "work", "waiting"]]);
  const late = watch(sensorOf(4), { clock, timeout: 1, lag: 5, staleAfter: 30, told: () => undefined });
  await late.refresh(signal);
  clock.pass(26);
  expect(late.latest()).toEqual(listed);
});

test("a reading that hangs is told to stop and given up, and while it hangs there is no other", async () => {
  const sensor = sensorOf("hang", 4);
  const { made, faults } = watched(sensor);
  await made.refresh(signal);
  await made.refresh(signal);
  expect(faults).toEqual([["no answer in 0.05 s"], ["an earlier reading still hangs"]]);
  expect(sensor).toMatchObject({ reads: 1, aborted: 1 });
});

test("a sensor with a period of its own reads whatever the checks do, until it is closed", async () => {
  const sensor = sensorOf(1, 2, 3);
  const clock = { ...testClock(), sleep: () => new Promise<void>((resolve) => setTimeout(resolve, 5)) };
  const { made } = watched(sensor, clock, 10);
  await made.refresh(signal);
  expect(waiting(made)).toBe(1);
  await until(() => sensor.reads >= 3);
  await made.close();
  const { reads } = sensor;
  await clock.sleep();
  expect(sensor.reads).toBe(reads);
});

test("a part that fails is missing until it is read again; what nobody knows any more is not", async () => {
  const told: ("fine" | "refused" | "unknown")[] = ["fine", "refused", "fine", "unknown"];
  const sensor: Sensor = {
    ...sensorOf(),
    async read(_, failed) {
      const next = told.shift() ?? "fine";
      if (next === "fine") return { queues: { work: { waiting: 1, consumers: 2 } } };
      failed(new SensorFault(next, "lost"));
      return { queues: { work: { waiting: 1 } } };
    },
  };
  const { made } = watched(sensor);
  const missing: string[][] = [];
  for (let turn = 0; turn < 4; turn++) {
    await made.refresh(signal);
    missing.push(made.missing().map((path) => path.join(".")));
  }
  expect(missing).toEqual([[], ["queues.work.consumers"], [], []]);
});
