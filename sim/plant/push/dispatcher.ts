import type { Capabilities } from "../../../policies/policy.ts";
import type { DispatcherSpec } from "../../../scenarios/scenario.ts";
import { BALANCE } from "../../engine/kinds.ts";
import type { BrokerQueue } from "../broker-queue.ts";
import type { Plant } from "../plant.ts";
import { beginTask } from "../station.ts";
import type { PushWorker } from "./allocation.ts";
import { capability } from "./capability.ts";
import { evenLoad } from "./even-load.ts";
import { Ledger } from "./ledger.ts";
import { patience } from "./patience.ts";

/**
 * Push dispatch, as OpenGRIS Scaler's scheduler does it: every task goes at once to the own queue of a worker, where it is held until
 * the worker begins it. Tasks that no worker can take wait in one line, whatever they need: the first that cannot be placed holds up
 * those behind it, though not new ones. Now and then tasks that are not begun move to idle workers.
 */
export class Dispatcher {
  readonly ledger: Ledger;
  private readonly plant: Plant;
  private readonly spec: DispatcherSpec;
  /** By queue: names of what its tasks need. */
  private readonly needs: readonly (readonly string[])[];
  private readonly isFollowed;
  /** By row: the workers that are this replica. */
  private readonly members = new Map<number, readonly string[]>();

  constructor(plant: Plant, spec: DispatcherSpec) {
    this.plant = plant;
    this.spec = spec;
    this.needs = plant.queues.map((queue) => Object.keys(queue.needs ?? {}));
    this.ledger = new Ledger(spec.allocate === "capability" ? capability : evenLoad);
    this.isFollowed = patience(spec.trigger, (task) => plant.tasks.orders[task]!);
    this.planBalance();
  }

  /** Row of the replica whose worker would get a task of this queue, or −1. */
  taker(queueIndex: number): number {
    return this.ledger.choose(this.needs[queueIndex]!)?.row ?? -1;
  }

  /** A task goes to a worker; there must be one that can take it. */
  assign(task: number): void {
    const { plant } = this;
    const worker = this.ledger.assign(task, this.needsOf(task))!;
    plant.queueOf(task).held.add(plant.now, 1);
    plant.tasks.holders[task] = worker.row;
    plant.replicas.stations[worker.row]!.held.push(task);
    this.goOn(worker);
  }

  /**
   * A replica begins to serve, or again. Its workers connect one after the other, so the first of them may get all that waits. What
   * they have at hand from before, they finish first.
   */
  connect(row: number): void {
    const offers = offersOf(this.plant, row);
    const names = new Set(Object.keys(offers ?? {}));
    const ids = workerIds(this.plant, row);
    this.members.set(row, ids);
    const atHand = [...this.plant.replicas.stations[row]!.active];
    for (const [index, id] of ids.entries()) {
      const worker = this.ledger.add(id, row, names, this.spec.queueSize)!;
      const task = atHand[index];
      if (task !== undefined) this.ledger.give(task, worker);
      this.placeWaiting();
    }
  }

  /** A replica takes no more: its workers are not known any longer. What they have not begun has to be given back. */
  disconnect(row: number): void {
    for (const id of this.members.get(row) ?? []) this.ledger.remove(id);
    this.members.delete(row);
  }

  /** A task is done: its worker goes on with its own queue, then those that wait are looked at. */
  done(task: number): void {
    const worker = this.ledger.release(task);
    if (worker === undefined) return;
    this.goOn(worker);
    this.placeWaiting();
  }

  balance(): void {
    const advice = this.ledger.balance((task) => this.needsOf(task));
    this.planBalance();
    if (!this.isFollowed(advice)) return;
    for (const tasks of advice.values()) for (const task of tasks) this.move(task);
  }

  private planBalance(): void {
    const { plant, spec } = this;
    if (spec.balanceEvery > 0) plant.events.push(plant.now + spec.balanceEvery, BALANCE, 0, 0);
  }

  /** Takes a task that is not begun from its worker and assigns it anew: at worst to the same one. */
  private move(task: number): void {
    const from = this.ledger.ownerOf(task)!;
    if (isBegun(from, task)) return;
    const { held } = this.plant.replicas.stations[from.row]!;
    held.splice(held.indexOf(task), 1);
    this.plant.queueOf(task).held.add(this.plant.now, -1);
    this.ledger.release(task);
    this.assign(task);
  }

  /** Tasks that wait go to workers in the order in which they came, up to the first that nobody can take. */
  private placeWaiting(): void {
    for (;;) {
      const queue = this.firstInLine();
      if (queue === undefined || this.taker(this.plant.queues.indexOf(queue)) === -1) return;
      this.assign(queue.shift(this.plant.now));
    }
  }

  private firstInLine(): BrokerQueue | undefined {
    const { queues, tasks } = this.plant;
    const rank = (queue: BrokerQueue) => tasks.orders[queue.first()]!;
    return queues.reduce<BrokerQueue | undefined>((best, queue, index) => {
      if (queue.first() === -1 || !this.plant.delivers(index)) return best;
      return best === undefined || rank(queue) < rank(best) ? queue : best;
    }, undefined);
  }

  /** A worker that has tasks and is at none begins the first. */
  private goOn(worker: PushWorker): void {
    const station = this.plant.replicas.stations[worker.row]!;
    const [next] = worker.tasks;
    if (next === undefined || station.active.includes(next)) return;
    station.held.splice(station.held.indexOf(next), 1);
    beginTask(this.plant, worker.row, station, next);
  }

  private needsOf(task: number): readonly string[] {
    return this.needs[this.plant.tasks.queues[task]!]!;
  }
}

/** What the workers of a replica can do. */
export function offersOf(plant: Plant, row: number): Capabilities | undefined {
  return plant.replicas.offers[row] ?? plant.groupOf(row).spec.offers;
}

/** The ids of the workers that a replica is, connected or not. */
export function workerIds(plant: Plant, row: number): string[] {
  const { workers = 1 } = plant.groupOf(row).spec;
  return Array.from({ length: workers }, (_, index) => `${plant.replicas.ids[row]}/${index + 1}`);
}

function isBegun(worker: PushWorker, task: number): boolean {
  const [first] = worker.tasks;
  return first === task;
}
