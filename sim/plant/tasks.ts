import { grown } from "../engine/grown.ts";

/** The tasks in the system, as columns. A finished task's row is used again, so memory follows the backlog, not the run. */
export class Tasks {
  /** Seconds into the run. */
  arrivals = new Float64Array(256);
  /** Seconds of service. */
  demands = new Float64Array(256);
  /** Rank of arrival: the place in its queue. */
  orders = new Float64Array(256);
  /** Index of the queue. */
  queues = new Int32Array(256);
  /** 1 once its service has started; 2 or 3 once that was cut short, by whether it had begun within the objective or not. */
  begun = new Uint8Array(256);
  /** When its service last began, and the replica that holds it: only for replicas with several tasks. */
  since = new Float64Array(256);
  holders = new Int32Array(256);
  /** Who it is, whatever the policy does: follow-up work is drawn from this. */
  keys = new Uint32Array(256);
  /** Which clients sent it, counted from 1; 0: none that waits for it. */
  senders = new Uint8Array(256);
  /** How often it has been sent anew. */
  retries = new Uint8Array(256);
  /** Raised when events under way for this row lose their meaning. */
  stamps = new Int32Array(256);
  /** How many are in the system. */
  size = 0;
  private free = new Int32Array(256);
  private freeCount = 0;
  private used = 0;
  private sequence = 0;
  /** Some had a sender, or were sent anew. */
  private told = false;

  add(arrival: number, demand: number, queue: number): number {
    const row = this.freeCount > 0 ? this.free[--this.freeCount]! : this.nextRow() | 0;
    this.arrivals[row] = arrival;
    this.demands[row] = demand;
    this.orders[row] = this.sequence++;
    this.queues[row] = queue;
    this.begun[row] = 0;
    if (this.told) this.tell(row, 0, 0);
    this.size++;
    return row;
  }

  /** Who sent it, and how often before. */
  tell(row: number, sender: number, retries: number): void {
    this.told = true;
    this.senders[row] = sender;
    this.retries[row] = retries;
  }

  /** The ranks of the next so many tasks; returns the first of them. */
  reserve(count: number): number {
    this.sequence += count;
    return this.sequence - count;
  }

  /** The task arrives only now: its place is behind those that came since it was made. */
  rank(row: number): void {
    this.orders[row] = this.sequence++;
  }

  remove(row: number): void {
    this.stamps[row]!++;
    this.free[this.freeCount++] = row;
    this.size--;
  }

  private nextRow(): number {
    if (this.used === this.arrivals.length) {
      const capacity = this.used * 2;
      this.arrivals = grown(this.arrivals, new Float64Array(capacity));
      this.demands = grown(this.demands, new Float64Array(capacity));
      this.orders = grown(this.orders, new Float64Array(capacity));
      this.queues = grown(this.queues, new Int32Array(capacity));
      this.begun = grown(this.begun, new Uint8Array(capacity));
      this.since = grown(this.since, new Float64Array(capacity));
      this.holders = grown(this.holders, new Int32Array(capacity));
      this.senders = grown(this.senders, new Uint8Array(capacity));
      this.retries = grown(this.retries, new Uint8Array(capacity));
      this.keys = grown(this.keys, new Uint32Array(capacity));
      this.stamps = grown(this.stamps, new Int32Array(capacity));
      this.free = grown(this.free, new Int32Array(capacity));
    }
    return this.used++;
  }
}
