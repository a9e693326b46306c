import type { Controllers } from "./control/controllers.ts";
import type { Clock } from "./engine/clock.ts";
import {
  ACT,
  BALANCE,
  BATCH,
  BIN,
  CHANGE,
  CHECK,
  CLOCK,
  COMPLETE,
  EXPIRE,
  FOLLOW,
  HAPPEN,
  LINGER,
  OPEN,
  READY,
  SENSE,
  SERVED,
  WINDOW,
} from "./engine/kinds.ts";
import type { SeriesRecord } from "./measure/series.ts";
import { expire } from "./plant/expiry.ts";
import { inHand } from "./plant/interrupt.ts";
import { nextStep } from "./plant/next-step.ts";
import { LEAVES, type Plant } from "./plant/plant.ts";
import { batchDone, lingered, served } from "./plant/station.ts";
import { workDone } from "./plant/stopping.ts";

/** What happens at every event of a run but an arrival and a completion in real time. */
export class Happenings {
  /** Events at which something is measured and nothing happens. */
  bins = 0;
  private readonly plant: Plant;
  private readonly controllers: Controllers;
  /** Undefined in a brief run. */
  private readonly series: SeriesRecord | undefined;
  private readonly end: () => void;

  constructor(plant: Plant, controllers: Controllers, series: SeriesRecord | undefined, end: () => void) {
    this.plant = plant;
    this.controllers = controllers;
    this.series = series;
    this.end = end;
  }

  /** An event that has been taken out of its heap. */
  handle(kind: number, subject: number, stamp: number): void {
    const { plant } = this;
    // Who becomes ready asks for the one task that it takes.
    if (kind < OPEN && kind !== READY) plant.intervene();
    else if (!looksAtCounts(kind)) plant.informer?.settle();
    if (kind === CLOCK) {
      const clock = plant.clocks[subject]!;
      if (clock.meant(stamp)) this.turn(clock);
      return;
    }
    if (kind === SERVED) {
      this.served(subject, stamp);
      return;
    }
    if (kind === EXPIRE) {
      expire(plant, subject, stamp);
      this.noted();
      return;
    }
    if (kind === FOLLOW) {
      plant.tasks.rank(subject);
      plant.admit(subject, plant.tasks.queues[subject]!);
      this.noted();
      return;
    }
    if (kind <= LINGER) {
      if (stamp === plant.replicas.stamps[subject]) this.step(kind, subject);
    } else if (kind === HAPPEN) {
      plant.agenda.happen(subject);
      this.noted();
    } else if (kind === BALANCE) {
      plant.push?.balance();
      this.noted();
    } else {
      plant.stepLoads();
      this.look(kind, subject, stamp);
    }
  }

  /** A clock has come to its next event. */
  turn(clock: Clock): void {
    const { plant } = this;
    clock.begin();
    const { kind, subject, stamp } = clock.events;
    if (kind === COMPLETE && stamp === plant.replicas.stamps[subject]) {
      plant.intervene();
      clock.events.pop();
      const next = plant.complete(subject);
      if (next >= 0) clock.schedule(plant.workOf(subject), COMPLETE, subject, stamp);
      else if (next === LEAVES) workDone(plant, subject);
      this.noted();
    } else {
      clock.events.pop();
      this.handle(kind, subject, stamp);
    }
    clock.end();
  }

  /** Tells those that are stepped on every change. */
  private noted(): void {
    if (this.controllers.watching) this.controllers.changed();
  }

  /** The plant is read, judged or measured. */
  private look(kind: number, subject: number, stamp: number): void {
    const { controllers } = this;
    if (kind === OPEN) controllers.open(subject);
    else if (kind === SENSE) controllers.sense(subject);
    else if (kind === ACT) controllers.finished(subject);
    else if (kind === CHECK) controllers.check(subject, stamp);
    else if (kind === CHANGE) controllers.look();
    else if (kind === BIN) this.closeBin();
    else if (kind === WINDOW) this.measureDemand();
    else this.end();
  }

  private measureDemand(): void {
    const { plant } = this;
    for (const group of plant.groups) group.noteOffered(plant.now);
    plant.events.push(plant.now + plant.demandWindow, WINDOW, 0, 0);
    this.bins++;
  }

  private closeBin(): void {
    const { plant, series } = this;
    if (series !== undefined) plant.events.push(series.close(plant.now), BIN, 0, 0);
    this.bins++;
  }

  /** Something of one replica alone: a batch, or a step in its life. */
  private step(kind: number, row: number): void {
    const { plant } = this;
    const before = plant.replicas.phases[row];
    if (kind === BATCH) {
      batchDone(plant, row);
      if (inHand(plant, row) === 0) workDone(plant, row);
    } else if (kind === LINGER) lingered(plant, row);
    else nextStep(plant, kind, row);
    // A health check that finds all well is no change.
    if (kind === BATCH || kind === LINGER || plant.replicas.phases[row] !== before) this.noted();
  }

  private served(task: number, stamp: number): void {
    const { plant } = this;
    if (stamp !== plant.tasks.stamps[task]) return;
    const row = plant.tasks.holders[task]!;
    served(plant, task);
    if (inHand(plant, row) === 0) workDone(plant, row);
    this.noted();
  }
}

/** Whether what happens only looks at counts and gauges, and at how long replicas have been at work. */
function looksAtCounts(kind: number): boolean {
  return kind === OPEN || kind === WINDOW || kind === BIN;
}
