import type { GroupSpec, Needs, StartFailure } from "../../scenarios/scenario.ts";
import type { Change } from "../measure/changes.ts";
import { OfferedWork } from "../measure/demand.ts";
import { Gauge } from "../measure/gauge.ts";
import { Steps } from "../measure/steps.ts";
import type { Sampler } from "../random/sampler.ts";
import type { BrokerQueue } from "./broker-queue.ts";
import { GroupRecord } from "./group-record.ts";
import { claimOf } from "./memory-use.ts";
import { MICRO, MILLI } from "./nodes.ts";
import { DRAINING, FAILED, PENDING, type Replicas, UNHEALTHY, WARMING } from "./replicas.ts";

/** One group while it runs: what is asked of it, its replicas by phase, the list of idle ones, and what happened. */
export class GroupState {
  readonly spec: GroupSpec;
  readonly index: number;
  /** Those it gets work from now, and those it does as long as deliveries do not stop. */
  queues: readonly BrokerQueue[];
  readonly lines: readonly BrokerQueue[];
  /** The only one of these, while its tasks are plain (`plain.ts`). */
  line: BrokerQueue | undefined;
  /** Work that has arrived for it. */
  readonly offered = new OfferedWork();
  /** The same as policies see them: classes with needs of their own are queues to them. */
  readonly sees: readonly string[];
  readonly warmUp: Sampler;
  /** Whether its replicas can end without being asked to. */
  readonly mayFail: boolean;
  /** Rows of its replicas, oldest first. */
  readonly members: number[] = [];
  /** Most replicas its owner allows now; undefined: any number. */
  maximum: number | undefined;
  readonly desired = new Gauge();
  readonly pending = new Gauge();
  readonly warming = new Gauge();
  readonly ready = new Steps();
  readonly draining = new Gauge();
  readonly unhealthy = new Gauge();
  readonly failed = new Gauge();
  /** Of those draining: the broker still counts them as consumers. */
  readonly unrouting = new Gauge();
  /** Of those ready, unhealthy and draining. */
  busy = new Gauge();
  /** Whether its busy replicas are the tasks in service of its only queue: then that has the gauge, and counts. */
  private counted = false;
  /** Warming, ready, unhealthy and draining: what is paid for. */
  readonly running = new Gauge();
  /** Whole thousandths of a core and millionths of a GPU that one busy replica uses, and one that warms up. */
  readonly cores: number;
  readonly warmUpCores: number;
  readonly gpuUse: number;
  /** Replicas may have several tasks, or hold messages: they have stations. */
  readonly stations: boolean;
  /** Tasks after a start that take longer. */
  readonly firstTasks: number;
  /** No replica takes longer or shorter than a task's demand. */
  readonly evenWork: boolean;
  /** One task a replica, which takes what it asks for, and nobody asks for more than is always measured. */
  readonly plain: boolean;
  /** Its busy replicas use cores or GPUs, and may be slowed down. */
  readonly shares: boolean;
  private readonly longestIdleFirst: boolean;
  starts = 0;
  /** Starts that the adapter answered with being full. */
  refused = 0;
  cancelled = 0;
  neverServed = 0;
  killed = 0;
  /** Seconds of service lost to kills, and of that what nobody does again. */
  killedWork = 0;
  lostWork = 0;
  /** Seconds that replicas were at work on what was killed, and on what was lost as they died or swallowed it. */
  killedTime = 0;
  wastedTime = 0;
  /** Seconds that were billed beyond the lives of replicas that are gone. */
  unusedTime = 0;
  completed = 0;
  failedStarts = 0;
  hungStarts = 0;
  blackHoles = 0;
  crashed = 0;
  /** Tasks that black holes made vanish. */
  swallowed = 0;
  /** Tasks whose service was cut short, or came to nothing. */
  spoiled = 0;
  /** Undefined unless its signals need more than counts. */
  readonly record: GroupRecord | undefined;
  /** What a replica holds of its place, for all the tasks it may have at once. */
  readonly claim: Needs;
  /** Of the desired count. */
  readonly changes: Omit<Change, "demand">[] = [];
  scaleUps = 0;
  scaleDowns = 0;
  reversals = 0;
  /** Seconds by which what policies ask for is late, one for each fault that sees to it; Infinity: never. */
  readonly impediments: number[] = [];
  /** How starts fail that begin now, one for each fault that sees to it; the last one counts. */
  readonly startFaults: { readonly how: StartFailure }[] = [];
  /** Direction of the last change of the desired count. */
  private direction = 0;
  private numbered = 0;
  /** Ends of the list of idle replicas: longest idle, newest idle. */
  firstIdle = -1;
  lastIdle = -1;

  constructor(spec: GroupSpec, index: number, queues: readonly BrokerQueue[], warmUp: Sampler, mayFail: boolean) {
    this.spec = spec;
    this.maximum = spec.maximum;
    this.index = index;
    this.queues = queues;
    this.lines = queues;
    this.sees = [...new Set([...spec.serves, ...queues.map(({ seenAs }) => seenAs)])];
    this.warmUp = warmUp;
    this.stations =
      spec.slots !== undefined || spec.batch !== undefined || spec.prefetch !== undefined || spec.workers !== undefined;
    this.record = GroupRecord.of(spec);
    this.claim = claimOf(spec);
    this.firstTasks = spec.firstTasks?.count ?? 0;
    this.evenWork = this.firstTasks === 0 && (spec.failures?.blackHole ?? 0) === 0;
    this.mayFail = mayFail;
    this.longestIdleFirst = spec.dispatch === "longest-idle";
    this.cores = Math.round(spec.needs.cores * MILLI);
    this.warmUpCores = Math.round(spec.needs.warmUpCores * MILLI);
    this.gpuUse = Math.round(spec.needs.gpuUtilization * MICRO);
    this.plain = !this.stations && this.evenWork && this.record === undefined;
    this.shares = this.cores > 0 || this.gpuUse > 0;
  }

  /** It alone serves its only queue, one task a replica. */
  mirror(queue: BrokerQueue): void {
    this.counted = true;
    this.busy = queue.inService;
  }

  /** A replica begins to work (`sign` 1), or ends. */
  work(now: number, sign: 1 | -1): void {
    if (!this.counted) this.busy.add(now, sign);
  }

  /** The service of so many tasks was cut short, or came to nothing. */
  spoil(now: number, tasks: number): void {
    this.spoiled += tasks;
    for (let index = 0; index < tasks; index++) this.record?.failures.add(now, 1);
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
    this.changes.push({ time: now, from: this.desired.value, to: desired });
    this.noteOffered(now);
    this.desired.add(now, change);
  }

  /** Looks at how much work has arrived for it by now. */
  noteOffered(now: number): void {
    this.offered.note(
      now,
      this.lines.reduce((sum, line) => sum + line.offered, 0),
    );
  }

  /** Replicas that count towards the desired number: all but the draining ones. */
  get standing(): number {
    return this.pending.value + this.warming.value + this.ready.value + this.unhealthy.value + this.failed.value;
  }

  /** How many are in the same phase, as observations tell it. */
  inPhase(phase: number): Pick<Gauge, "value" | "add"> {
    switch (phase) {
      case PENDING:
        return this.pending;
      case WARMING:
        return this.warming;
      case UNHEALTHY:
        return this.unhealthy;
      case DRAINING:
        return this.draining;
      case FAILED:
        return this.failed;
      default:
        return this.ready;
    }
  }

  /** Which idle replica takes the next task, or −1. */
  nextIdle(): number {
    return this.longestIdleFirst ? this.firstIdle : this.lastIdle;
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
