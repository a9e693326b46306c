import type { Replica } from "../../policies/policy.ts";
import type { GroupState } from "../plant/group.ts";
import { inHand } from "../plant/interrupt.ts";
import { MILLI } from "../plant/nodes.ts";
import { FAILED } from "../plant/replicas.ts";
import { busyTime, type Span } from "./span.ts";

/** What has to be measured of a replica. */
export interface ReplicaReading extends Pick<Replica, "utilization" | "signals" | "measured"> {
  readonly inService: number;
}

/** `start`: Unix time at which the run begins. */
export function replicaReading(span: Span, row: number, group: GroupState, start: number): ReplicaReading {
  const { plant, begin, now } = span;
  const { replicas } = plant;
  const inService = inHand(plant, row);
  const placedAt = replicas.placedAt[row]!;
  if (placedAt > now || replicas.phases[row] === FAILED) return { inService };
  const utilization = utilizationOf(span, row);
  const from = Math.max(begin, placedAt);
  const cpu = coresOf(span, row, group, from);
  const memory = group.spec.needs.memory + inService * (group.spec.needs.memoryPerTask ?? 0);
  const window = now - from;
  let { signals, measured } = span;
  if (signals === undefined || cpu !== signals.cpu || memory !== signals.memory) {
    signals = { cpu, memory };
    span.signals = signals;
  }
  if (measured === undefined || window !== measured.window) {
    measured = { time: start + now, window };
    span.measured = measured;
  }
  return utilization === undefined ? { inService, signals, measured } : { inService, utilization, signals, measured };
}

/** Share of the window, as far as it was ready, that it was at work. Undefined before it is ready. */
export function utilizationOf(span: Span, row: number): number | undefined {
  const { plant, begin, now } = span;
  const { replicas } = plant;
  const readyAt = replicas.readyAt[row]!;
  if (readyAt > now) return undefined;
  const length = now - Math.max(begin, readyAt);
  if (length === 0) return replicas.busyFrom[row] === -1 ? 0 : 1;
  return Math.min(1, busyIn(span, row) / length);
}

/** Mean number of cores it used from then until now. */
function coresOf(span: Span, row: number, group: GroupState, from: number): number {
  const { replicas } = span.plant;
  const { now } = span;
  const loading = replicas.loading[row] === 1;
  const share = span.cpuShare(row) / MILLI;
  if (from === now) {
    return share * ((loading ? group.warmUpCores : 0) + (replicas.busyFrom[row] === -1 ? 0 : group.cores));
  }
  const loadedAt = loading ? now : replicas.placedAt[row]! + replicas.loadedFor[row]!;
  const used = Math.max(0, loadedAt - from) * group.warmUpCores + busyIn(span, row) * group.cores;
  return (used / (now - from)) * share;
}

function busyIn(span: Span, row: number): number {
  return busyTime(span.plant, row) - span.busyBefore(row);
}
