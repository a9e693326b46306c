import type { Group, JournalRecord, Observation, Queue, Replica } from "../../policies/index.ts";

type Records = readonly JournalRecord[];

/** What a queue was seen to get, as mean rates a second of equal parts of the time. Undefined where no rate was ever read. */
export function arrivalSteps(records: Records, queue: string): { at: number; rate: number }[] | undefined {
  const begin = records[0]?.time ?? 0;
  const span = (records.at(-1)?.time ?? begin) - begin;
  // As those of `trace fit`: an hour each, or as many as make 24.
  const width = Math.max(span / 24, Math.min(3600, span / 4));
  const parts = Array.from({ length: Math.ceil(span / width) }, (): number[] => []);
  for (const { time, observation } of records) {
    const rate = observation.queues[queue]?.arrivalRate;
    // A rate is of the time before it was read.
    const part = Math.max(0, Math.ceil((time - begin) / width) - 1);
    if (rate !== undefined && time > begin) parts[part]?.push(rate);
  }
  if (parts.every((rates) => rates.length === 0)) return undefined;
  // Nobody looked for so long: as before, or as what comes first.
  let last = mean(parts.find((rates) => rates.length > 0) ?? []);
  return parts.map((rates, index) => {
    if (rates.length > 0) last = mean(rates);
    return { at: index * width, rate: last };
  });
}

/** A mean service time, and how it was come by. */
interface ServiceTime {
  readonly mean: number;
  readonly by: string;
}

/**
 * Mean service time of a queue: what its groups tell; or by Little's law, what is in service on average over what is delivered a second;
 * or where that is not seen, because work is acknowledged before it is done, the same of the times when work waited, so that
 * every ready replica was busy. Undefined where none is known.
 */
export function serviceTime(records: Records, queue: string): ServiceTime | undefined {
  const told = records.flatMap(({ observation }) =>
    serversOf(observation, queue).flatMap(({ signals }) => signals.serviceTime ?? []),
  );
  if (told.length > 0) return { mean: mean(told), by: "as the signal serviceTime tells" };
  const unacknowledged = little(records, queue, ({ inService }) => inService);
  if (unacknowledged !== undefined) return { mean: unacknowledged, by: "by Little's law" };
  // A rate is of some time before: only where nothing else was so at the check before.
  let before = 0;
  const busy = little(records, queue, ({ waiting = 0 }, observation) => {
    const servers = serversOf(observation, queue).flatMap(({ replicas }) => replicas);
    const ready = waiting > 0 ? servers.filter(({ phase }) => phase === "ready").length : 0;
    const isSteady = ready > 0 && ready === before;
    before = ready;
    return isSteady ? ready : undefined;
  });
  return busy === undefined ? undefined : { mean: busy, by: "as if replicas had one task each whenever work waited" };
}

function little(
  records: Records,
  queue: string,
  busyIn: (queue: Queue, observation: Observation) => number | undefined,
): number | undefined {
  const seen = records.flatMap(({ observation }) => {
    const { [queue]: own = {} } = observation.queues;
    const busy = busyIn(own, observation);
    return busy === undefined || own.deliveryRate === undefined ? [] : [{ busy, delivered: own.deliveryRate }];
  });
  const busy = mean(seen.map((each) => each.busy));
  const delivered = mean(seen.map((each) => each.delivered));
  return busy === 0 || delivered === 0 ? undefined : busy / delivered;
}

/** Whether work is acknowledged before it is done: it is delivered, and never seen in service. */
export function isAcknowledgedBefore(records: Records, queue: string): boolean {
  const seen = records.flatMap(({ observation }) => observation.queues[queue] ?? []);
  const delivered = seen.some(({ deliveryRate = 0 }) => deliveryRate > 0);
  return delivered && seen.every(({ inService }) => inService === 0);
}

/** The groups that serve this queue and no other. */
function serversOf({ groups }: Observation, queue: string): Group[] {
  return Object.values(groups).filter(({ serves }) => serves.length === 1 && serves[0] === queue);
}

/** Warm-ups, and whether they were only seen to be over at a check: half of the time between two is then taken off. */
interface WarmUps {
  readonly seconds: readonly number[];
  readonly atChecks: boolean;
}

/** Start until ready, of each replica that was seen to start; oldest first. */
export function warmUps(records: Records, group: string, period: number): WarmUps {
  const there = new Set(replicasOf(records[0]?.observation, group).map(({ id }) => id));
  const found = new Map<string, { readonly length: number; readonly afterCheck: number }>();
  let before = 0;
  for (const { time, observation } of records) {
    for (const { id, phase, started, since } of replicasOf(observation, group)) {
      if (phase !== "ready" || there.has(id) || found.has(id) || started === undefined || since === undefined) continue;
      found.set(id, { length: Math.max(0, since - started), afterCheck: since - before });
    }
    before = time;
  }
  const all = [...found.values()];
  // Who looks at checks alone writes down a moment just after one; a moment that is known falls anywhere, or on the check itself.
  const atChecks = all.length > 0 && all.every(({ afterCheck }) => afterCheck > 0 && afterCheck < period / 10);
  return { seconds: all.map(({ length }) => Math.max(0, length - (atChecks ? period / 2 : 0))), atChecks };
}

/** Memory in use on GPUs that one replica of the group holds alone: the median, in bytes. */
export function gpuMemoryHeld(records: Records, group: string): number | undefined {
  const held = records.flatMap(({ observation }) =>
    replicasOf(observation, group).flatMap(({ phase, devices = [] }) => {
      if (phase !== "ready") return [];
      return devices.flatMap((name) => {
        const { memoryTotal, memoryFree } = observation.devices[name] ?? {};
        const isShared = holders(observation, name) > 1;
        return memoryTotal === undefined || memoryFree === undefined || isShared ? [] : [memoryTotal - memoryFree];
      });
    }),
  );
  return held.toSorted((a, b) => a - b)[Math.floor(held.length / 2)];
}

function holders({ groups }: Observation, device: string): number {
  return Object.values(groups)
    .flatMap(({ replicas }) => replicas)
    .filter(({ devices = [] }) => devices.includes(device)).length;
}

function replicasOf(observation: Observation | undefined, group: string): readonly Replica[] {
  return observation?.groups[group]?.replicas ?? [];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
