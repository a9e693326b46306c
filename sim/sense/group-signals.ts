import type { RecordedSignal } from "../../scenarios/scenario.ts";
import type { GroupState } from "../plant/group.ts";
import type { GroupRecord } from "../plant/group-record.ts";
import { inHand } from "../plant/interrupt.ts";
import { BUSY, FAILED, IDLE } from "../plant/replicas.ts";
import type { Totals } from "./feed.ts";
import { groupTotals, type Span } from "./span.ts";

/** The gauges of a group; those that nothing was measured for are left out. `earlier`: tasks are counted from then on. */
export function groupSignals(
  span: Span,
  group: GroupState,
  now: Totals,
  earlier: Totals | undefined,
): Record<string, number> {
  const signals: Record<string, number> = {};
  const own = group.record && recorded(group, group.record, span.now, group.ready.value);
  // Over a window of its own, if it has one.
  const hasRatio = own !== undefined && "errorRatio" in own;
  if (earlier !== undefined && earlier.time < now.time) {
    const at = groupTotals(group.index);
    const completed = now.values[at]! - earlier.values[at]!;
    const spoiled = now.values[at + 1]! - earlier.values[at + 1]!;
    const throughput = completed / (now.time - earlier.time);
    if (Number.isFinite(throughput)) signals.throughput = throughput;
    if (!hasRatio && completed + spoiled > 0) signals.errorRatio = spoiled / (completed + spoiled);
  }
  if (hasRatio) tell(signals, "errorRatio", own.errorRatio);
  if (group.cores > 0) {
    const use = meanOfReady(span, group, cpuUse);
    if (use !== undefined) signals.cpuUtilization = use;
  }
  if ((group.spec.needs.memoryPerTask ?? 0) > 0)
    tell(signals, "memoryUtilization", meanOfReady(span, group, memoryShare));
  tellDevices(span, group, signals);
  for (const name in own) tell(signals, name, own[name as RecordedSignal]);
  return signals;
}

function tell(signals: Record<string, number>, name: string, value: number | undefined): void {
  if (value !== undefined && Number.isFinite(value)) signals[name] = value;
}

function cpuUse(span: Span, row: number): number {
  return span.use(row) * span.cpuShare(row);
}

/** Of the memory it may use, the share it does. Where use does not depend on tasks it is all of it, always: that tells nothing. */
function memoryShare({ plant }: Span, row: number, { spec, claim }: GroupState): number {
  const { memory, memoryPerTask = 0 } = spec.needs;
  return (memory + inHand(plant, row) * memoryPerTask) / claim.memory;
}

/** Of the GPUs its replicas are on: mean use, and the share of memory in use where it is highest. */
function tellDevices(span: Span, { members, spec }: GroupState, signals: Record<string, number>): void {
  if (spec.needs.gpus === 0) return;
  const { phases, places } = span.plant.replicas;
  let devices = 0;
  let use = 0;
  let most = Number.NEGATIVE_INFINITY;
  span.beginRound();
  for (const row of members) {
    const place = places[row];
    if (place === undefined || phases[row] === FAILED) continue;
    for (const device of place.devices) {
      if (!span.isNew(device)) continue;
      devices++;
      use += span.deviceUse(device);
      most = Math.max(most, (device.memoryUsed.value - span.unused(device)) / device.memory);
    }
  }
  if (devices === 0) return;
  signals.gpuUtilization = use / devices;
  if (Number.isFinite(most)) signals.vramUtilization = most;
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

type OfReplica = (span: Span, row: number, group: GroupState) => number;

/** Of those ready. */
function meanOfReady(span: Span, group: GroupState, of: OfReplica): number | undefined {
  const { phases } = span.plant.replicas;
  let sum = 0;
  let count = 0;
  for (const row of group.members) {
    if (phases[row] !== IDLE && phases[row] !== BUSY) continue;
    sum += of(span, row, group);
    count++;
  }
  return ratio(sum, count);
}
