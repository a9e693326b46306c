import type { Observation, Seconds } from "../policies/policy.ts";
import type { Path } from "../scenarios/index.ts";
import type { Clock } from "./clock.ts";
import type { LiveConfig } from "./config.ts";
import { deadline } from "./deadline.ts";
import type { Log } from "./log.ts";
import { makeOwner } from "./make-owner.ts";
import { makeSensor } from "./make-sensor.ts";
import { observation } from "./observe.ts";
import type { Owned, Owner, Scale } from "./owner.ts";
import type { ProcessEvent } from "./owners/processes/event.ts";
import type { ResourceAction } from "./owners/resource-owner.ts";
import { ownerFor, resourcesOf } from "./resources.ts";
import { kindOf, type SensorFile } from "./schema-sensors.ts";
import { asFault, type Reading, type Sensor, type SensorFault } from "./sensor.ts";
import type { ReadingPath } from "./stale.ts";
import { type Placed, startError } from "./start-error.ts";
import type { Failing } from "./status.ts";
import { type Watch, watch } from "./watch.ts";

/** The real queues, machines and groups, as far as the configuration names them. */
export interface Plant {
  /** What can be read by the time `signal` comes. */
  observe(signal: AbortSignal): Promise<Observation>;
  /** Readings that were there before, and were not when it was last observed, because a sensor failed. */
  missing(): readonly ReadingPath[];
  /** Asks the owner of a group for a count. Throws when it cannot be asked, or says no. */
  scale(action: Scale, signal: AbortSignal): Promise<void>;
  /** Whether somebody here can be asked for this. */
  can(kind: ResourceAction["kind"]): boolean;
  /** Asks whoever keeps models or caches. Throws when nobody does, or says no. */
  ask(action: ResourceAction, signal: AbortSignal): Promise<void>;
  /** Has every owner go on with what takes its time; what fails is logged. */
  tend(signal: AbortSignal): Promise<void>;
  /** Has somebody hear of what becomes of processes. */
  listen(hear: (group: string, event: ProcessEvent) => void): void;
  /** Sensors and groups whose readings were missing when it was last observed. */
  failing(): readonly Failing[];
  /** Readings begun and failed, by sensor and group. */
  counts(): Readonly<Record<string, Watch["counts"]>>;
  close(): Promise<void>;
}

/** A plant as it is when it is looked at for the first time. */
export interface Examined {
  readonly plant: Plant;
  readonly observation: Observation;
  /** By sensor, what it told; a sensor that could not even be made is not among them. */
  readonly readings: Readonly<Record<string, Reading>>;
  /** By group, why replicas are missing, where its owner knows. */
  readonly troubles: Readonly<Record<string, string>>;
  /** All that went wrong. */
  readonly placed: readonly Placed[];
}

/**
 * Opens every sensor and reads each once. Throws a `UsageError` with the places in the file when one is refused, and `Unreachable`
 * when one does not answer. `state`: the folder of what owners have to remember.
 */
export async function openPlant(config: LiveConfig, state: string, clock: Clock, log: Log): Promise<Plant> {
  const { plant, placed } = await examinePlant(config, state, clock, log);
  const wrong = startError(config, placed);
  if (wrong === undefined) return plant;
  await plant.close();
  throw wrong;
}

/** The same, whatever is wrong: what can be read is read, and the rest is told of. */
export async function examinePlant(config: LiveConfig, state: string, clock: Clock, log: Log): Promise<Examined> {
  const { written } = config;
  const placed: Placed[] = [];
  let starting = true;
  let queues: Observation["queues"] = {};
  let hear: Parameters<Plant["listen"]>[0] = () => undefined;
  const failing = new Map<string, Failing>();

  /** At the start gathered, later logged when they change. */
  function told(name: string, path: Path, faults: readonly SensorFault[]): void {
    if (starting) {
      placed.push(...faults.map((fault) => ({ fault, path: [...path, ...fault.path] })));
      return;
    }
    const now = faults
      .map(({ path, message }) => (path.length < 2 ? message : `${path.at(-1)}: ${message}`))
      .join("; ");
    const before = failing.get(name);
    if (now === (before?.fault ?? "")) return;
    if (now === "") {
      failing.delete(name);
      log.info({ source: name }, "readings are back");
      return;
    }
    failing.set(name, { source: name, since: before?.since ?? clock.now(), fault: now });
    log.warn({ source: name, fault: now }, "readings are missing");
  }

  const watches = written.sensors.flatMap((sensor, index): [string, Watch][] => {
    const path = ["sensors", index, kindOf(sensor)];
    const name = nameOf(written.sensors, index);
    try {
      return [[name, watched(makeSensor(sensor, config.folder), sensor, name, path)]];
    } catch (error) {
      placed.push({ fault: asFault(error), path: [...path, ...asFault(error).path] });
      return [];
    }
  });
  const resources = resourcesOf(written, config.folder);
  for (const { name, owner, timeout } of resources) {
    const staleAfter = 2 * written.check + timeout;
    const tell = (faults: readonly SensorFault[]) => told(name, [name, "command"], faults);
    watches.push([name, watch(owner, { clock, timeout, lag: 0, staleAfter, told: tell })]);
  }
  const owners = Object.entries(written.groups).flatMap(([group, { owner }]): OwnerWatch[] => {
    const path = ["groups", group, "owner"];
    const counts = { readings: 0, failures: 0 };
    try {
      const made = makeOwner(group, owner, config.folder, state, clock, (event) => happened(group, event));
      return [{ group, owner: made, timeout: owner.timeout, counts, told: (faults) => told(group, path, faults) }];
    } catch (error) {
      placed.push({ fault: asFault(error), path: [...path, ...asFault(error).path] });
      return [];
    }
  });

  function watched(sensor: Sensor, file: SensorFile, name: string, path: Path): Watch {
    const { period, timeout, lag = kindOf(file) === "rabbitmqManagement" ? 5 : 0 } = file;
    const staleAfter = file.staleAfter ?? 2 * (period ?? written.check) + lag + timeout;
    const own = period === undefined ? {} : { period };
    return watch(sensor, { clock, timeout, lag, staleAfter, ...own, told: (faults) => told(name, path, faults) });
  }

  function happened(group: string, event: ProcessEvent): void {
    const { kind, ...facts } = event;
    const [level, words] = EVENTS[kind];
    log[level]({ group, ...facts }, words);
    hear(group, event);
  }

  async function observe(signal: AbortSignal): Promise<Observation> {
    const owned = Promise.all(owners.map((each) => ownedBy(each, signal)));
    await Promise.all(watches.map(([, each]) => each.refresh(signal)));
    const found = Object.fromEntries((await owned).flatMap((each) => each ?? []));
    const readings = watches.map(([, each]) => each.latest());
    const seen = observation(clock.now(), written, readings, found);
    queues = seen.queues;
    return seen;
  }

  async function close(): Promise<void> {
    await Promise.all([...watches.map(([, each]) => each.close()), ...owners.map(({ owner }) => owner.close?.())]);
  }

  const first = await observe(new AbortController().signal);
  starting = false;
  const readings = Object.fromEntries(watches.map(([name, each]) => [name, each.latest()]));
  const plant: Plant = {
    observe,
    missing: () => watches.flatMap(([, each]) => each.missing()),
    failing: () => [...failing.values()],
    async scale(action, signal) {
      const { owner, timeout } = owners.find(({ group }) => group === action.group) ?? {};
      if (owner?.scale === undefined) throw new Error("its owner cannot be asked: the configuration says no scale");
      await within(timeout ?? written.check, signal, (limited) => owner.scale?.(action, limited));
    },
    can: (kind) => ownerFor(kind, resources) !== undefined,
    async ask(action, signal) {
      const { owner, timeout } = ownerFor(action.kind, resources) ?? {};
      if (owner === undefined) throw new Error(`the configuration names nobody who can ${action.kind}`);
      await within(timeout ?? written.check, signal, (limited) => owner.ask(action, limited));
    },
    async tend(signal) {
      const tending = owners.map(({ group, owner, timeout }) =>
        within(timeout, signal, (limited) => owner.tend?.(limited, queues)).catch((error: Error) =>
          log.error({ group, fault: error.message }, "its replicas could not be tended"),
        ),
      );
      await Promise.all(tending);
    },
    listen(listener) {
      hear = listener;
    },
    counts: () =>
      Object.fromEntries(
        [...watches, ...owners.map((each) => [each.group, each] as const)].map(([name, { counts }]) => [name, counts]),
      ),
    close,
  };
  const troubles = owners.flatMap(({ group, owner }): [string, string][] => {
    const trouble = first.groups[group] === undefined ? undefined : owner.trouble?.();
    return trouble === undefined ? [] : [[group, trouble]];
  });
  return { plant, observation: first, readings, troubles: Object.fromEntries(troubles), placed };
}

const EVENTS: Readonly<Record<ProcessEvent["kind"], readonly [level: "info" | "warn", words: string]>> = {
  started: ["info", "a process was started"],
  told: ["info", "a process was told to finish"],
  killed: ["warn", "a process did not finish in its grace, and was killed"],
  ended: ["info", "a process has finished"],
  crashed: ["warn", "a process ended without being asked to"],
};

interface OwnerWatch {
  readonly group: string;
  readonly owner: Owner;
  readonly timeout: number;
  readonly counts: { readings: number; failures: number };
  readonly told: (faults: readonly SensorFault[]) => void;
}

/** What the owner tells in time; undefined when it does not, and then nobody decides on its group. */
async function ownedBy(
  { group, owner, timeout, counts, told }: OwnerWatch,
  signal: AbortSignal,
): Promise<[string, Owned][] | undefined> {
  const limit = deadline(timeout, signal);
  const faults: SensorFault[] = [];
  counts.readings++;
  try {
    const owned = await Promise.race([owner.read(limit.signal, (fault) => faults.push(fault)), limit.passed]);
    return [[group, owned]];
  } catch (error) {
    faults.splice(0, faults.length, asFault(error));
    return undefined;
  } finally {
    limit.clear();
    if (faults.length > 0) counts.failures++;
    told([...faults]);
  }
}

/** Work that is given up when its time is over. */
async function within(
  seconds: Seconds,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void> | undefined,
): Promise<void> {
  const limit = deadline(seconds, signal);
  await Promise.race([work(limit.signal), limit.passed]).finally(limit.clear);
}

/** `host`, `http`, `http-2`. */
export function nameOf(sensors: readonly SensorFile[], index: number): string {
  const kinds = sensors.slice(0, index + 1).map(kindOf);
  const kind = kinds[index] ?? "";
  const same = kinds.filter((each) => each === kind).length;
  return same === 1 ? kind : `${kind}-${same}`;
}
