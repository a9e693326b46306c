import type { GroupSpec } from "../../scenarios/scenario.ts";
import { Gauge } from "../measure/gauge.ts";
import type { Sampler } from "../random/sampler.ts";
import type { BrokerQueue } from "./broker-queue.ts";
import { MICRO, MILLI } from "./nodes.ts";
import type { Replicas } from "./replicas.ts";

/** One group while it runs: what is asked of it, its replicas by phase, the list of idle ones, and what happened. */
export class GroupState {
  readonly spec: GroupSpec;
  readonly index: number;
  readonly queues: readonly BrokerQueue[];
  readonly warmUp: Sampler;
  /** Rows of its replicas, oldest first. */
  readonly members: number[] = [];
  readonly desired = new Gauge();
  readonly pending = new Gauge();
  readonly warming = new Gauge();
  readonly ready = new Gauge();
  readonly draining = new Gauge();
  /** Of those ready and draining. */
  readonly busy = new Gauge();
  /** Warming, ready and draining: what is paid for. */
  readonly running = new Gauge();
  /** Whole thousandths of a core and millionths of a GPU that one busy replica uses, and one that warms up. */
  readonly cores: number;
  readonly warmUpCores: number;
  readonly gpuUse: number;
  /** Replicas may have several tasks, or hold messages: they have stations. */
  readonly stations: boolean;
  /** Tasks after a start that take longer. */
  readonly firstTasks: number;
  starts = 0;
  cancelled = 0;
  neverServed = 0;
  killed = 0;
  /** Seconds of service lost to kills. */
  killedWork = 0;
  completed = 0;
  scaleUps = 0;
  scaleDowns = 0;
  reversals = 0;
  /** Direction of the last change of the desired count. */
  private direction = 0;
  private numbered = 0;
  /** Ends of the list of idle replicas: longest idle, newest idle. */
  firstIdle = -1;
  lastIdle = -1;

  constructor(spec: GroupSpec, index: number, queues: readonly BrokerQueue[], warmUp: Sampler) {
    this.spec = spec;
    this.index = index;
    this.queues = queues;
    this.warmUp = warmUp;
    this.stations = spec.slots !== undefined || spec.batch !== undefined || spec.prefetch !== undefined;
    this.firstTasks = spec.firstTasks?.count ?? 0;
    this.cores = Math.round(spec.needs.cores * MILLI);
    this.warmUpCores = Math.round(spec.needs.warmUpCores * MILLI);
    this.gpuUse = Math.round(spec.needs.gpuUtilization * MICRO);
  }

  nextId(): string {
    return `${this.spec.name}-${++this.numbered}`;
  }

  /** Notes a new desired count. */
  ask(now: number, desired: number): void {
    const change = desired - this.desired.value;
    const direction = Math.sign(change);
    if (direction > 0) this.scaleUps++;
    else this.scaleDowns++;
    if (this.direction === -direction) this.reversals++;
    this.direction = direction;
    this.desired.add(now, change);
  }

  /** Replicas that count towards the desired number: all but the draining ones. */
  get standing(): number {
    return this.pending.value + this.warming.value + this.ready.value;
  }

  /** Which idle replica takes the next task, or −1. */
  nextIdle(): number {
    return this.spec.dispatch === "longest-idle" ? this.firstIdle : this.lastIdle;
  }

  addIdle(replicas: Replicas, row: number): void {
    replicas.idleBefore[row] = this.lastIdle;
    replicas.idleAfter[row] = -1;
    if (this.lastIdle === -1) this.firstIdle = row;
    else replicas.idleAfter[this.lastIdle] = row;
    this.lastIdle = row;
  }

  removeIdle(replicas: Replicas, row: number): void {
    const before = replicas.idleBefore[row]!;
    const after = replicas.idleAfter[row]!;
    if (before === -1) this.firstIdle = after;
    else replicas.idleAfter[before] = after;
    if (after === -1) this.lastIdle = before;
    else replicas.idleBefore[after] = before;
  }
}
