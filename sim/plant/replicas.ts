import type { Capabilities } from "../../policies/policy.ts";
import type { Clock } from "../engine/clock.ts";
import { grown } from "../engine/grown.ts";
import type { Course } from "./health.ts";
import type { Place } from "./nodes.ts";
import type { Station } from "./station.ts";

/** Phases of a replica, as numbers in the hot path. */
export const PENDING = 0;
export const WARMING = 1;
export const IDLE = 2; // ready without a task
export const BUSY = 3; // ready with a task
export const DRAINING = 4; // finishing its last task
export const GONE = 5;
export const UNHEALTHY = 6; // ready once, takes no work until its health check passes again
export const FAILED = 7; // ended without being asked to, listed until its owner drops it

/** In place of a task: one that only the fast path knows. */
export const UNMADE = -2;

/** What an action asks of a replica that it starts. */
export interface Wanted {
  readonly place?: string;
  readonly offers?: Capabilities | undefined;
}

/** All replicas that exist, as columns. The row of one that is gone is used again. */
export class Replicas {
  phases = new Uint8Array(64);
  groups = new Int32Array(64);
  /** When the replica entered its phase as observations tell it (idle and busy are both `ready`); seconds into the run. */
  since = new Float64Array(64);
  /** When it was started: asked for. */
  started = new Float64Array(64);
  /** When it last became idle. */
  idleSince = new Float64Array(64);
  /** The task it serves, −1 or `UNMADE`, and when that began. */
  tasks = new Int32Array(64);
  taskSince = new Float64Array(64);
  /** Tasks it has completed. */
  served = new Float64Array(64);
  /** 1 while the cores of its warm-up are in use. */
  loading = new Uint8Array(64);
  /** 1 for a black hole: it acknowledges its work at once and does nothing. */
  hollow = new Uint8Array(64);
  /** Where a draining one is in the stopping sequence of its group; 0 without one. */
  stopping = new Uint8Array(64);
  /** Since when it has been at work, or −1, and how long it was before. */
  busyFrom = new Float64Array(64);
  busyTime = new Float64Array(64);
  /** When it got its place, how long it used the cores of its warm-up from then on, and when it first was ready. */
  placedAt = new Float64Array(64);
  loadedFor = new Float64Array(64);
  readyAt = new Float64Array(64);
  /** Raised whenever events under way for this row lose their meaning. */
  stamps = new Int32Array(64);
  /** Neighbors in the list of idle replicas of the group, or −1. */
  idleBefore = new Int32Array(64);
  idleAfter = new Int32Array(64);
  readonly ids: string[] = [];
  readonly places: (Place | undefined)[] = [];
  /** Of a replica that may have several tasks, while it serves. */
  readonly stations: (Station | undefined)[] = [];
  /** What its service runs on; undefined: real time. */
  readonly clocks: (Clock | undefined)[] = [];
  /** Where its group checks the health of its replicas. */
  readonly courses: (Course | undefined)[] = [];
  /** Where the action asked it to be. */
  readonly wanted: (string | undefined)[] = [];
  /** What it offers, where that is not what its group does. */
  readonly offers: (Capabilities | undefined)[] = [];
  private readonly free: number[] = [];
  private used = 0;

  add(now: number, group: number, id: string, wanted: Wanted): number {
    const row = this.free.pop() ?? this.nextRow();
    this.phases[row] = PENDING;
    this.groups[row] = group;
    this.since[row] = now;
    this.started[row] = now;
    this.tasks[row] = -1;
    this.served[row] = 0;
    this.loading[row] = 0;
    this.hollow[row] = 0;
    this.stopping[row] = 0;
    this.busyFrom[row] = -1;
    this.busyTime[row] = 0;
    this.placedAt[row] = Number.POSITIVE_INFINITY;
    this.loadedFor[row] = 0;
    this.readyAt[row] = Number.POSITIVE_INFINITY;
    this.ids[row] = id;
    this.places[row] = undefined;
    this.clocks[row] = undefined;
    this.stations[row] = undefined;
    this.courses[row] = undefined;
    this.wanted[row] = wanted.place;
    this.offers[row] = wanted.offers;
    return row;
  }

  remove(row: number): void {
    this.phases[row] = GONE;
    this.stamps[row]!++;
    this.free.push(row);
  }

  endBusy(row: number, now: number): void {
    this.busyTime[row]! += now - this.busyFrom[row]!;
    this.busyFrom[row] = -1;
  }

  private nextRow(): number {
    if (this.used === this.phases.length) {
      const capacity = this.used * 2;
      this.phases = grown(this.phases, new Uint8Array(capacity));
      this.groups = grown(this.groups, new Int32Array(capacity));
      this.since = grown(this.since, new Float64Array(capacity));
      this.started = grown(this.started, new Float64Array(capacity));
      this.idleSince = grown(this.idleSince, new Float64Array(capacity));
      this.tasks = grown(this.tasks, new Int32Array(capacity));
      this.taskSince = grown(this.taskSince, new Float64Array(capacity));
      this.served = grown(this.served, new Float64Array(capacity));
      this.loading = grown(this.loading, new Uint8Array(capacity));
      this.hollow = grown(this.hollow, new Uint8Array(capacity));
      this.stopping = grown(this.stopping, new Uint8Array(capacity));
      this.busyFrom = grown(this.busyFrom, new Float64Array(capacity));
      this.busyTime = grown(this.busyTime, new Float64Array(capacity));
      this.placedAt = grown(this.placedAt, new Float64Array(capacity));
      this.loadedFor = grown(this.loadedFor, new Float64Array(capacity));
      this.readyAt = grown(this.readyAt, new Float64Array(capacity));
      this.stamps = grown(this.stamps, new Int32Array(capacity));
      this.idleBefore = grown(this.idleBefore, new Int32Array(capacity));
      this.idleAfter = grown(this.idleAfter, new Int32Array(capacity));
    }
    return this.used++;
  }
}
