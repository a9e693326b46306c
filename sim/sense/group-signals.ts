import type { Signals } from "../../policies/policy.ts";
import type { RecordedSignal } from "../../scenarios/scenario.ts";
import type { GroupState } from "../plant/group.ts";
import type { GroupRecord } from "../plant/group-record.ts";
import { inHand } from "../plant/interrupt.ts";
import type { DeviceState } from "../plant/nodes.ts";
import { BUSY, FAILED, IDLE } from "../plant/replicas.ts";
import { cpuShare, utilizationOf } from "./replica-reading.ts";
import type { Span } from "./span.ts";

/** The gauges of a group; those that nothing was measured for are left out. `ended`: tasks over the window. */
export function groupSignals(
  span: Span,
  group: GroupState,
  ended: { readonly completed: number; readonly spoiled: number; readonly seconds: number } | undefined,
): Signals {
  const { phases } = span.plant.replicas;
  const { memoryPerTask = 0 } = group.spec.needs;
  const ready = group.members.filter((row) => phases[row] === IDLE || phases[row] === BUSY);
  const own: Recorded = group.record === undefined ? {} : recorded(group, group.record, span.now, ready.length);
  const signals: Record<string, number> = {};
  const tell = (name: string, value: number | undefined) => {
    if (value !== undefined && Number.isFinite(value)) signals[name] = value;
  };
  if (ended !== undefined) tell("throughput", ended.completed / ended.seconds);
  // Over a window of its own, if it has one.
  if ("errorRatio" in own) tell("errorRatio", own.errorRatio);
  else if (ended !== undefined) tell("errorRatio", ratio(ended.spoiled, ended.completed + ended.spoiled));
  if (group.cores > 0)
    tell(
      "cpuUtilization",
      mean(ready, (row) => (utilizationOf(span, row) ?? 0) * cpuShare(span, row)),
    );
  if (memoryPerTask > 0)
    tell(
      "memoryUtilization",
      mean(ready, (row) => memoryShare(span, row, group)),
    );
  tellDevices(span, group, tell);
  for (const name in own) tell(name, own[name as RecordedSignal]);
  return signals;
}

/** Of the memory it may use, the share it does. Where use does not depend on tasks it is all of it, always: that tells nothing. */
function memoryShare({ plant }: Span, row: number, { spec, claim }: GroupState): number {
  const { memory, memoryPerTask = 0 } = spec.needs;
  return (memory + inHand(plant, row) * memoryPerTask) / claim.memory;
}

/** Of the GPUs its replicas are on: mean use, and the share of memory in use where it is highest. */
function tellDevices(
  span: Span,
  { members }: GroupState,
  tell: (name: string, value: number | undefined) => void,
): void {
  if (span.plant.devices.length === 0) return;
  const { phases, places } = span.plant.replicas;
  const devices = new Set<DeviceState>();
  for (const row of members) {
    if (phases[row] !== FAILED) for (const device of places[row]?.devices ?? []) devices.add(device);
  }
  if (devices.size === 0) return;
  let use = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const device of devices) {
    use += span.deviceUse(device);
    most = Math.max(most, (device.memoryUsed.value - span.unused(device)) / device.memory);
  }
  tell("gpuUtilization", use / devices.size);
  tell("vramUtilization", most);
}

type Recorded = Partial<Record<RecordedSignal, number | undefined>>;

/** Each over its own window. A window that reaches before the run counts from its start. */
function recorded({ spec }: GroupState, record: GroupRecord, now: number, ready: number): Recorded {
  const signals: Recorded = {};
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

function mean(rows: readonly number[], of: (row: number) => number): number | undefined {
  let sum = 0;
  for (const row of rows) sum += of(row);
  return ratio(sum, rows.length);
}
