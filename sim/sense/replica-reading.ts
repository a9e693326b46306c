import type { Replica } from "../../policies/policy.ts";
import type { GroupState } from "../plant/group.ts";
import { inHand } from "../plant/interrupt.ts";
import { MILLI } from "../plant/nodes.ts";
import { FAILED } from "../plant/replicas.ts";
import type { Span } from "./span.ts";

/** What has to be measured of a replica. */
export interface ReplicaReading extends Pick<Replica, "utilization" | "signals" | "measured"> {
  readonly inService: number;
}

/**
 * Reads one replica after the other, of groups that the span has measured. A reading is there until the next is taken: who keeps it
 * copies it.
 */
export class ReplicaSensor {
  inService = 0;
  /** Whether it has a place. Without one the others tell nothing. */
  placed = false;
  /** NaN: it is not ready. */
  utilization = Number.NaN;
  signals = NO_SIGNALS;
  measured = NOT_MEASURED;
  private readonly span: Span;
  private readonly start: number;

  /** `start`: Unix time at which the run begins. */
  constructor(span: Span, start: number) {
    this.span = span;
    this.start = start;
  }

  /** Another look: nothing of it is shared with those before. */
  begin(): void {
    this.signals = NO_SIGNALS;
    this.measured = NOT_MEASURED;
  }

  read(row: number, group: GroupState): this {
    const { span, signals, measured } = this;
    const { plant, begin, now } = span;
    const { replicas } = plant;
    const placedAt = replicas.placedAt[row]!;
    this.inService = inHand(plant, row);
    this.placed = placedAt <= now && replicas.phases[row] !== FAILED;
    if (!this.placed) return this;
    this.utilization = span.use(row);
    const from = Math.max(begin, placedAt);
    const cpu = coresOf(span, row, group, from);
    const memory = group.spec.needs.memory + this.inService * (group.spec.needs.memoryPerTask ?? 0);
    const window = now - from;
    // Mostly it is the same as of the one before, and then the very objects are.
    if (cpu !== signals.cpu || memory !== signals.memory) this.signals = { cpu, memory };
    if (window !== measured.window) this.measured = { time: this.start + now, window };
    return this;
  }

  /** The last reading, to be kept. */
  get kept(): ReplicaReading {
    const { inService, utilization, signals, measured } = this;
    if (!this.placed) return { inService };
    return Number.isNaN(utilization) ? { inService, signals, measured } : { inService, utilization, signals, measured };
  }
}

/** Equal to nothing. */
const NO_SIGNALS: { readonly cpu: number; readonly memory: number } = { cpu: Number.NaN, memory: Number.NaN };
const NOT_MEASURED: NonNullable<Replica["measured"]> = { time: Number.NaN, window: Number.NaN };

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
  const used = Math.max(0, loadedAt - from) * group.warmUpCores + span.work(row) * group.cores;
  return (used / (now - from)) * share;
}
