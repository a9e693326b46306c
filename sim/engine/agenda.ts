import type { EventHeap } from "./event-heap.ts";
import { HAPPEN } from "./kinds.ts";

/** What comes over the plant from outside, at its time: faults, the work of others, late actions. Rare, so functions will do. */
export class Agenda {
  private readonly events: EventHeap;
  private readonly entries = new Map<number, () => void>();
  private numbered = 0;

  constructor(events: EventHeap) {
    this.events = events;
  }

  /** To be done at a time that has not passed. */
  at(time: number, happening: () => void): void {
    this.entries.set(this.numbered, happening);
    this.events.push(time, HAPPEN, this.numbered++, 0);
  }

  happen(entry: number): void {
    const happening = this.entries.get(entry)!;
    this.entries.delete(entry);
    happening();
  }
}
