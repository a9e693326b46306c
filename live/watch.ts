import type { Seconds } from "../policies/policy.ts";
import type { Clock } from "./clock.ts";
import { deadline } from "./deadline.ts";
import { asFault, type Reading, type Sensor, type SensorFault } from "./sensor.ts";
import { type ReadingPath, readingsIn } from "./stale.ts";

export interface WatchOptions {
  readonly clock: Clock;
  /** Between readings; missing: whenever it is asked to. */
  readonly period?: Seconds;
  readonly timeout: Seconds;
  readonly lag: Seconds;
  readonly staleAfter: Seconds;
  /** Hears of every reading: what failed in it. */
  readonly told: (faults: readonly SensorFault[]) => void;
}

/** A sensor that is read again and again, one reading at a time. */
export interface Watch {
  /** A new reading, where the sensor has no period of its own; no later than `signal` says. */
  refresh(signal: AbortSignal): Promise<void>;
  /** What the last reading told; after one that failed, or was too long ago, only what there is to be read. */
  latest(): Reading;
  /**
   * What it told of before, and does not now because readings fail or are too old. Of a GPU that is lost whoever was asked says that it
   * is not known: nobody waits for that.
   */
  missing(): readonly ReadingPath[];
  /** Readings begun, and how many of them failed in whole or in part. */
  readonly counts: { readonly readings: number; readonly failures: number };
  close(): Promise<void>;
}

/** Watches a sensor. */
export function watch(sensor: Sensor, { clock, period, timeout, lag, staleAfter, told }: WatchOptions): Watch {
  const closing = new AbortController();
  const counts = { readings: 0, failures: 0 };
  let last: { readonly reading: Reading; readonly time: Seconds } | undefined;
  let hanging = false;
  let failing = false;
  const known = new Map<string, ReadingPath>();

  async function read(signal: AbortSignal): Promise<void> {
    counts.readings++;
    const time = clock.now();
    const faults: SensorFault[] = [];
    try {
      const reading = await once(signal, (fault) => faults.push(fault));
      last = { reading, time: time - lag };
      for (const path of readingsIn(reading)) known.set(path.join("\n"), path);
    } catch (error) {
      last = undefined;
      faults.push(asFault(error));
    }
    if (closing.signal.aborted) return;
    failing = faults.some(({ kind }) => kind !== "unknown");
    if (faults.length > 0) counts.failures++;
    told(faults);
  }

  /** One reading, or an error when its time is over. While an earlier one hangs on there is none: a stuck driver gathers no crowd. */
  async function once(signal: AbortSignal, failed: (fault: SensorFault) => void): Promise<Reading> {
    if (hanging) throw new Error("an earlier reading still hangs");
    hanging = true;
    const limit = deadline(timeout, signal);
    const reading = sensor.read(limit.signal, failed).finally(() => (hanging = false));
    try {
      return await Promise.race([reading, limit.passed]);
    } finally {
      limit.clear();
    }
  }

  /** Turns that were missed are left out. */
  async function poll(every: Seconds): Promise<void> {
    const begun = clock.now();
    while (!closing.signal.aborted) {
      await clock.sleep(every - ((clock.now() - begun) % every), closing.signal);
      if (!closing.signal.aborted) await read(closing.signal);
    }
  }

  function isFresh(): boolean {
    return last !== undefined && clock.now() - last.time <= staleAfter;
  }

  function latest(): Reading {
    return isFresh() && last !== undefined ? merged(sensor.listed(), last.reading) : sensor.listed();
  }

  let polling: Promise<void> | undefined;
  return {
    counts,
    async refresh(signal) {
      if (period === undefined) return read(signal);
      if (polling === undefined) {
        await read(signal);
        polling = poll(period);
      }
    },
    latest,
    missing() {
      if (isFresh() && !failing) return [];
      const there = new Set(readingsIn(latest()).map((path) => path.join("\n")));
      return [...known].flatMap(([name, path]) => (there.has(name) ? [] : [path]));
    },
    async close() {
      closing.abort();
      await polling;
      await sensor.close();
    },
  };
}

/** Two readings as one: things of either, with what both say of them. */
export function merged(first: Reading, second: Reading): Reading {
  return {
    queues: tables(first.queues, second.queues),
    groups: groupTables(first.groups, second.groups),
    nodes: tables(first.nodes, second.nodes),
    devices: tables(first.devices, second.devices),
    caches: tables(first.caches, second.caches),
    signals: { ...first.signals, ...second.signals },
  };
}

function tables<T extends object>(
  first: Readonly<Record<string, T>> = {},
  second: Readonly<Record<string, T>> = {},
): Record<string, T> {
  const all: Record<string, T> = { ...first };
  for (const [name, member] of Object.entries(second)) all[name] = { ...all[name], ...member };
  return all;
}

function groupTables(first: Reading["groups"] = {}, second: Reading["groups"] = {}): NonNullable<Reading["groups"]> {
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...names].map((name) => [name, { signals: { ...first[name]?.signals, ...second[name]?.signals } }]),
  );
}
