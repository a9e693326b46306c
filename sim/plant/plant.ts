import type { Scenario } from "../../scenarios/scenario.ts";
import { Agenda } from "../engine/agenda.ts";
import type { Clock, RealTime } from "../engine/clock.ts";
import { Completions } from "../engine/completions.ts";
import { Dials } from "../engine/dials.ts";
import { EventHeap } from "../engine/event-heap.ts";
import { COMPLETE } from "../engine/kinds.ts";
import { Outages } from "../faults/outages.ts";
import { DEMAND_WINDOW } from "../measure/demand.ts";
import { Lives } from "../measure/lives.ts";
import { TimedRecord } from "../measure/timed-record.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import type { BrokerQueue } from "./broker-queue.ts";
import type { Clients } from "./clients.ts";
import { watchForExcess } from "./clocks.ts";
import { longestWaiting, nextInTurn } from "./dispatch.ts";
import { retryOrForget, watch } from "./expiry.ts";
import { mayFail } from "./failures.ts";
import { openFollowUps } from "./follow-ups.ts";
import { GroupState } from "./group.ts";
import type { GroupRecord } from "./group-record.ts";
import type { Informer } from "./informer.ts";
import { linesBy, linesOf, takes } from "./lines.ts";
import { markCut } from "./mark-cut.ts";
import { type DeviceState, NodeState } from "./nodes.ts";
import { Dispatcher } from "./push/dispatcher.ts";
import { BUSY, IDLE, Replicas } from "./replicas.ts";
import { Servers } from "./servers.ts";
import { deliver, takeDeliveries } from "./station.ts";
import { Tasks } from "./tasks.ts";
import { unevenWork } from "./uneven-work.ts";
import type { Witness } from "./witness.ts";

/**
 * The simulated plant: queues, replicas in groups, nodes with GPUs. This file is the path every task takes: arrive, begin,
 * complete. How replicas start and stop is `lifecycle.ts`; replicas with several tasks at once are `station.ts`.
 */
export class Plant implements RealTime {
  /** Seconds into the run. */
  now = 0;
  readonly seed: number;
  /** Seconds within which tasks are to begin, and to be done. */
  readonly objective: { readonly wait: number; readonly sojourn: number };
  /** Seconds. */
  readonly demandWindow: number;
  /** All that happens but arrivals, completions in real time, and what is on clocks. */
  readonly events = new EventHeap();
  readonly completions = new Completions();
  /** When each clock is due. */
  readonly dials = new Dials();
  /** When the next of the events or clocks is due, as of the last look. First a fraction, as most are: V8 gives up code else. */
  until = 0.5;
  /** Replicas or tasks may have changed since the fast path left them. */
  touched = true;
  /** The fast path, if it may know more than has been told here. */
  informer: Informer | undefined;
  readonly agenda = new Agenda(this.events);
  readonly outages = new Outages();
  readonly tasks = new Tasks();
  readonly replicas = new Replicas();
  /** What became of them. */
  readonly lives: Lives;
  /** Those of the scenario, in its order, then the lines of their classes. */
  readonly queues: readonly BrokerQueue[];
  /** By the name of a queue: all its lines. */
  readonly lines: ReadonlyMap<string, readonly BrokerQueue[]>;
  readonly groups: readonly GroupState[];
  readonly servers: Servers;
  readonly nodes: readonly NodeState[];
  readonly devices: readonly DeviceState[];
  /** By the subject of their events. */
  readonly clocks: Clock[] = [];
  /** Is told of what becomes of replicas, where somebody judges the run. */
  readonly witness: Witness | undefined;
  /** Chooses a worker for every task; undefined: workers take their tasks from the queues. */
  readonly push: Dispatcher | undefined;
  /** Work follows from work: tasks need keys. */
  readonly keyed: boolean;
  /** By what their tasks carry, less 1. */
  readonly clients: Clients[] = [];
  /** Rows of pending replicas, in the order they were asked for. */
  readonly waitingForRoom: number[] = [];

  constructor(scenario: Scenario, seed: number, witness?: Witness) {
    this.seed = seed;
    const { wait = Number.POSITIVE_INFINITY, sojourn = Number.POSITIVE_INFINITY } = scenario.objective ?? {};
    this.objective = { wait, sojourn };
    this.demandWindow = scenario.demandWindow ?? DEMAND_WINDOW;
    this.witness = witness;
    this.queues = linesOf(scenario);
    if (scenario.transient !== undefined) {
      for (const queue of this.queues) {
        queue.waits = new TimedRecord(this);
        queue.sojourns = new TimedRecord(this);
      }
    }
    this.lines = linesBy(this.queues, ({ name }) => name);
    // `map` makes another kind of list once it is compiled: see `sim/engine/README.md`.
    this.groups = Array.from(scenario.groups, (spec, index) => {
      const queues = this.queues.filter((queue) => takes(spec, queue, scenario));
      const warmUp = sampler(spec.warmUp, stream(seed, `warm-up/${spec.name}`));
      return new GroupState(spec, index, queues, warmUp, mayFail(scenario, spec));
    });
    this.lives = new Lives(this);
    this.keyed =
      scenario.queues.some((queue) => queue.followUps !== undefined) ||
      scenario.workload.some((source) => source.kind === "clients");
    const pulled = scenario.dispatcher === undefined;
    this.servers = new Servers(this.queues, this.groups, pulled && !this.keyed);
    for (const [index, queue] of this.queues.entries()) {
      const group = this.servers.lone(index);
      if (group !== undefined && !group.stations && pulled) group.mirror(queue);
    }
    this.nodes = Array.from(scenario.nodes, (spec) => new NodeState(spec));
    this.devices = this.nodes.flatMap((node) => node.devices);
    for (const [number, device] of this.devices.entries()) device.number = number;
    for (const [number, node] of this.nodes.entries()) node.number = number;
    for (const node of this.nodes) watchForExcess(this, node);
    this.push = scenario.dispatcher && new Dispatcher(this, scenario.dispatcher);
    openFollowUps(this, scenario.queues);
  }

  /** An event after so much work, on a clock or in real time. */
  schedule(clock: Clock | undefined, work: number, kind: number, subject: number, stamp: number): void {
    if (clock === undefined) this.events.push(this.now + work, kind, subject, stamp);
    else clock.schedule(work, kind, subject, stamp);
  }

  /** A task arrives; its key says who it is, for what follows from it. */
  arrive(arrival: Arrivals): void {
    const { queue } = arrival;
    const task = this.tasks.add(this.now, arrival.demand, queue);
    if (this.keyed) this.tasks.keys[task] = arrival.key;
    this.admit(task, queue);
  }

  /** All is told here, and may change. */
  intervene(): void {
    this.informer?.tell();
    this.touched = true;
  }

  /** A task enters its queue, or goes straight to a replica. */
  admit(task: number, queueIndex: number): void {
    const queue = this.queues[queueIndex]!;
    queue.arrived++;
    queue.offered += this.tasks.demands[task]!;
    const row = this.idleReplica(queueIndex);
    if (row !== -1) this.takeOut(row, task);
    else {
      queue.push(this.now, task);
      if (queue.timeToLive < Number.POSITIVE_INFINITY) watch(this, queueIndex);
    }
  }

  /** This replica has finished its task. Returns the next one, which it has begun, or RESTS, or LEAVES: it may take none. */
  complete(row: number): number {
    const { replicas, now } = this;
    const task = replicas.tasks[row]!;
    const queue = this.queueOf(task);
    const group = this.groupOf(row);
    replicas.served[row]! += 1 - replicas.hollow[row]!;
    if (group.record !== undefined) this.record(group.record, row, task, replicas.taskSince[row]!);
    this.finish(row, task, group);
    const next = replicas.phases[row] === BUSY ? longestWaiting(group.queues, this.tasks.orders) : undefined;
    if (next === undefined) {
      queue.inService.add(now, -1);
      this.release(row, group);
      if (replicas.phases[row] !== BUSY) return LEAVES;
      this.rest(row, group);
      return RESTS;
    }
    // The replica goes on without a pause: nothing changes but the queues.
    if (next !== queue) {
      queue.inService.add(now, -1);
      next.inService.add(now, 1);
    }
    this.start(row, next.shift(now), next);
    return replicas.tasks[row]!;
  }

  /** The end of a task, and the beginning of what follows from it; nothing does if a black hole had it. */
  finish(row: number, task: number, group: GroupState): void {
    const { tasks, replicas } = this;
    const queue = this.queueOf(task);
    if (replicas.hollow[row] === 1) {
      queue.lost++;
      group.swallowed++;
      group.spoil(this.now, 1);
      const since = replicas.stations[row] === undefined ? replicas.taskSince[row]! : tasks.since[task]!;
      group.wastedTime += this.now - since;
      markCut(this, task, since);
      retryOrForget(this, task);
      return;
    }
    queue.completed++;
    queue.sojourns.add(this.now - tasks.arrivals[task]!);
    group.completed++;
    tasks.remove(task);
    if (!this.keyed) return;
    const key = tasks.keys[task]!;
    const sender = tasks.senders[task]!;
    queue.followUps?.arise(this, key);
    this.answer(sender, key);
  }

  /** Whoever waited for the end of a task goes on; `key` is the task's. */
  answer(sender: number, key: number): void {
    if (sender > 0) this.clients[sender - 1]!.send(this, this.now, key);
  }

  /** A task that is about to finish, for a group that keeps record of them. */
  record(record: GroupRecord, row: number, task: number, since: number): void {
    const { now } = this;
    if (this.replicas.hollow[row] === 1) return;
    record.complete(now, now - this.tasks.arrivals[task]!, now - since, this.replicas.served[row]!);
  }

  /** A replica that has just become ready takes the next task, or rests. */
  takeNext(row: number): void {
    const group = this.groupOf(row);
    if (group.stations) {
      this.replicas.phases[row] = IDLE;
      this.replicas.idleSince[row] = this.now;
      takeDeliveries(this, row);
      return;
    }
    const next = longestWaiting(group.queues, this.tasks.orders);
    if (next === undefined) this.rest(row, group);
    else this.occupy(row, group, next.shift(this.now), next);
  }

  /** Gives waiting work to whoever has room, after work came back to a queue: of all its lines in the order of arrival. */
  serve(queueIndex: number): void {
    const lines = this.lines.get(this.queues[queueIndex]!.name)!;
    const taker = (line: BrokerQueue) => this.idleReplica(this.queues.indexOf(line));
    for (;;) {
      const open = lines.filter((line) => taker(line) !== -1);
      const next = longestWaiting(open, this.tasks.orders);
      if (next === undefined) return;
      this.takeOut(taker(next), next.shift(this.now));
    }
  }

  /** Deliveries from a queue stop, or go on. */
  connect(name: string, connected: boolean): void {
    const lines = this.lines.get(name)!;
    this.servers.connect(lines, connected);
    this.serve(this.queues.indexOf(lines[0]!));
  }

  /** Whether somebody serves the queue, and deliveries have not stopped. */
  delivers(queueIndex: number): boolean {
    return this.servers.of(queueIndex).length > 0;
  }

  /** The replica no longer works: its group, node and GPUs are relieved. */
  release(row: number, group: GroupState): void {
    this.work(row, group, -1);
    this.replicas.tasks[row] = -1;
  }

  /** A busy replica uses CPU and GPUs; `sign` 1 begins it, −1 ends it. */
  work(row: number, group: GroupState, sign: 1 | -1): void {
    const { replicas, now } = this;
    group.work(now, sign);
    if (sign > 0) replicas.busyFrom[row] = now;
    else replicas.endBusy(row, now);
    this.use(row, group, sign);
  }

  /** A busy replica asks for its share of cores and GPUs; `sign` −1: not any more. */
  use(row: number, group: GroupState, sign: 1 | -1): void {
    const { now } = this;
    const place = this.replicas.places[row];
    if (place === undefined) return;
    if (group.cores > 0) place.node.useCores(now, sign * group.cores);
    if (group.gpuUse > 0) for (const device of place.devices) device.busy.add(now, sign * group.gpuUse);
  }

  /** Notes the start of a task's service. */
  begin(task: number, queue: BrokerQueue): void {
    const { tasks, now } = this;
    queue.delivered++;
    if (tasks.begun[task] === 0) {
      tasks.begun[task] = 1;
      const wait = now - tasks.arrivals[task]!;
      if (wait > 0) {
        queue.waits.add(wait);
        queue.waitedAtAll++;
      } else queue.waits.addZeros(1);
    }
  }

  /** How much work the task is that this replica has just begun. */
  workOf(row: number): number {
    const work = this.tasks.demands[this.replicas.tasks[row]!]!;
    const group = this.groupOf(row);
    return group.evenWork ? work : unevenWork(this, row, group, work);
  }

  /** After what may have entered an event, or put work on a clock. */
  lookAhead(): void {
    this.until = Math.min(this.events.time, this.dials.time);
  }

  /** Brings the load averages of the nodes up to date: after the work of an instant, before anybody looks. */
  stepLoads(): void {
    for (const node of this.nodes) while (node.loadDue <= this.now) node.stepLoad();
  }

  queueOf(task: number): BrokerQueue {
    return this.queues[this.tasks.queues[task]!]!;
  }

  groupOf(row: number): GroupState {
    return this.groups[this.replicas.groups[row]!]!;
  }

  private takeOut(row: number, task: number): void {
    const group = this.groupOf(row);
    if (this.push !== undefined) this.push.assign(task);
    else if (group.stations) {
      deliver(this, row, task);
      takeDeliveries(this, row);
    } else {
      group.removeIdle(this.replicas, row);
      this.occupy(row, group, task, this.queueOf(task));
    }
  }

  private occupy(row: number, group: GroupState, task: number, queue: BrokerQueue): void {
    this.replicas.phases[row] = BUSY;
    this.work(row, group, 1);
    queue.inService.add(this.now, 1);
    this.start(row, task, queue);
    const clock = this.replicas.clocks[row];
    if (clock === undefined) {
      this.completions.times[row] = this.now + this.workOf(row);
      this.completions.enter(row);
    } else clock.schedule(this.workOf(row), COMPLETE, row, this.replicas.stamps[row]!);
  }

  /** A replica begins this task. */
  start(row: number, task: number, queue: BrokerQueue): void {
    this.replicas.tasks[row] = task;
    this.replicas.taskSince[row] = this.now;
    this.begin(task, queue);
  }

  private rest(row: number, group: GroupState): void {
    this.replicas.phases[row] = IDLE;
    this.replicas.idleSince[row] = this.now;
    group.addIdle(this.replicas, row);
  }

  /** Of the groups that serve the queue, the replica whose turn it is to take a task; −1 if none has room. */
  private idleReplica(queueIndex: number): number {
    if (this.push !== undefined) return this.delivers(queueIndex) ? this.push.taker(queueIndex) : -1;
    return nextInTurn(this.servers.of(queueIndex), this.replicas.idleSince);
  }
}

/** What `complete` says when no task follows. */
export const RESTS = -1;
export const LEAVES = -2;
