import { expect, test } from "vitest";
import { type Case, load, mixWith, refusal } from "./mix.ts";

const GROUP = "    warmUp: 60s\n";
const withSignals = (text: string) => mixWith(GROUP, `${GROUP}    ${text}\n`);
const windows = (text: string) => load(withSignals(text)).scenario.groups[0]?.signals;

test("signals have the window of the groups sensor, an hour if counted by the hour, or their own", () => {
  expect(windows("signals: [latencyP95, episodesPerHour]")).toEqual({ latencyP95: 60, episodesPerHour: 3600 });
  expect(windows("signals: [failuresPerHour]")).toEqual({ failuresPerHour: 3600 });
  expect(windows("signals: { latencyP95: 5m }")).toEqual({ latencyP95: 300 });
  expect(windows("checkpointEvery: 5")).toEqual({
    episodeDuration: 60,
    episodesPerHour: 3600,
    checkpointsPerHour: 3600,
  });
  expect(windows("release: oldest")).toBeUndefined();
});

test("sensors inherit smoothing, loss and age, and have none of them unless it is written", () => {
  const sensors = (text: string) => load(mixWith("horizon: 1h", `horizon: 1h\nsensors: ${text}`)).scenario.sensors;
  expect(sensors("{ loss: 10%, queues: { loss: 0%, smoothing: 30s, staleAfter: 2m } }")).toMatchObject({
    queues: { loss: 0, smoothing: 30, staleAfter: 120 },
    groups: { loss: 0.1 },
  });
  expect(sensors("{}").queues).toEqual({ period: 0, lag: 0, window: 60 });
});

const WRONG: readonly Case[] = [
  [
    "a signal that does not exist",
    GROUP,
    `${GROUP}    signals: { latencyP96: 5m }\n`,
    'mix.yaml:10:16 groups.sampler.signals.latencyP96: unknown key "latencyP96"; did you mean "latencyP95"?',
  ],
  [
    "checkpoints that nobody stores",
    GROUP,
    `${GROUP}    signals: [serviceTime, checkpointsPerHour]\n`,
    "mix.yaml:10:28 groups.sampler.signals[1]: checkpointsPerHour needs checkpointEvery",
  ],
  [
    "percentiles of an instant",
    "    needs: { gpuMemory: 32GB }\n",
    "    needs: { gpuMemory: 32GB }\n    signals: [latencyP50]\nsensors: { window: 0s }\n",
    "mix.yaml:11:15 groups.sampler.signals[0]: latencyP50 needs a window, and that of the groups sensor is 0; write { latencyP50: 5m }",
  ],
  [
    "readings that are stale before they are seen",
    "horizon: 1h",
    "horizon: 1h\nsensors: { lag: 30s, staleAfter: 10s }",
    "mix.yaml:3:34 sensors.staleAfter: 10 s is less than the lag of queues, 30 s: nothing would ever be seen",
  ],
  [
    "a constant in the place of what is measured",
    "horizon: 1h",
    "horizon: 1h\nsignals: { throughput: 1 }",
    "mix.yaml:3:12 signals.throughput: is measured: tasks completed a second; name the constant otherwise",
  ],
  [
    "memory for tasks that no GPU has",
    "gpuMemory: 32GB",
    "gpuMemory: 32GB, gpuMemoryPerTask: 10GiB }\n    slots: { count: 2, speed: [1]",
    "mix.yaml:10:25 groups.sampler.needs.gpuMemory: no GPU has 49.8GiB of memory; the largest has 40GiB",
  ],
];

test.each(WRONG)("%s is refused", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});
