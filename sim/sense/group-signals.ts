import type { Signals } from "../../policies/policy.ts";
import type { RecordedSignal } from "../../scenarios/scenario.ts";
import type { GroupState } from "../plant/group.ts";
import type { GroupRecord } from "../plant/group-record.ts";
import { inHand } from "../plant/interrupt.ts";
import { BUSY, FAILED, IDLE } from "../plant/replicas.ts";
import { cpuShare, utilizationOf } from "./replica-reading.ts";
import type { Span } from "./span.ts";

/** The gauges of a group; those that nothing was measured for are left out. `ended`: tasks over the window. */
export function groupSignals(
  span: Span,
  group: GroupState,
  ended: { readonly completed: number; readonly spoiled: number; readonly seconds: number } | undefined,
): Signals {
  const { plant, now } = span;
  const { phases } = plant.replicas;
  const { memoryPerTask = 0 } = group.spec.needs;
  const ready = group.members.filter((row) => phases[row] === IDLE || phases[row] === BUSY);
  return known({
    throughput: ended && ended.completed / ended.seconds,
    errorRatio: ended && ratio(ended.spoiled, ended.completed + ended.spoiled),
    cpuUtilization:
      group.cores > 0 ? mean(ready.map((row) => (utilizationOf(span, row) ?? 0) * cpuShare(span, row))) : undefined,
    memoryUtilization: memoryPerTask === 0 ? undefined : mean(ready.map((row) => memoryShare(span, row, group))),
    ...deviceSignals(span, group),
    ...(group.record === undefined ? {} : recorded(group, group.record, now, ready.length)),
  });
}

/** Of the memory it may use, the share it does. Where use does not depend on tasks it is all of it, always: that tells nothing. */
function memoryShare({ plant }: Span, row: number, { spec, claim }: GroupState): number {
  const { memory, memoryPerTask = 0 } = spec.needs;
  return (memory + inHand(plant, row) * memoryPerTask) / claim.memory;
}

/** Of the GPUs its replicas are on: mean use, and the share of memory in use where it is highest. */
function deviceSignals(span: Span, { members }: GroupState) {
  if (span.plant.devices.length === 0) return {};
  const { phases, places } = span.plant.replicas;
  const holders = members.filter((row) => phases[row] !== FAILED);
  const devices = [...new Set(holders.flatMap((row) => places[row]?.devices ?? []))];
  if (devices.length === 0) return {};
  const memory = devices.map((device) => (device.memoryUsed.value - span.unused(device)) / device.memory);
  return {
    gpuUtilization: mean(devices.map((device) => span.deviceUse(device))),
    vramUtilization: Math.max(...memory),
  };
}

/** Each over its own window. A window that reaches before the run counts from its start. */
function recorded({ spec }: GroupState, record: GroupRecord, now: number, ready: number) {
  const signals: Partial<Record<RecordedSignal, number | undefined>> = {};
  for (const [name, window] of Object.entries(spec.signals ?? {}) as [RecordedSignal, number][]) {
    signals[name] = MEASURES[name](record, now - window, Math.min(window, now) / 3600, ready);
  }
  return signals;
}

type Measure = (record: GroupRecord, after: number, hours: number, ready: number) => number | undefined;

const MEASURES: Readonly<Record<RecordedSignal, Measure>> = {
  latencyP50: ({ sojourns }, after) => sojourns.quantile(after, 0.5),
  latencyP95: ({ sojourns }, after) => sojourns.quantile(after, 0.95),
  errorRatio: ({ failures, sojourns }, after) =>
    ratio(failures.count(after), failures.count(after) + sojourns.count(after)),
  serviceTime: ({ services }, after) => services.mean(after),
  episodeDuration: ({ services }, after) => services.mean(after),
  episodesPerHour: ({ services }, after, hours) => ratio(services.count(after), hours),
  // A replica's: the group's would rise with every replica that its rise calls for.
  checkpointsPerHour: ({ checkpoints }, after, hours, ready) => ratio(checkpoints.count(after), hours * ready),
  failuresPerHour: ({ deaths }, after, hours) => ratio(deaths.count(after), hours),
};

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function mean(values: readonly number[]): number | undefined {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

function known(signals: Readonly<Record<string, number | undefined>>): Signals {
  return Object.fromEntries(
    Object.entries(signals).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}
