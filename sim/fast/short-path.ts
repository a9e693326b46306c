import { OPEN } from "../engine/kinds.ts";
import type { Informer } from "../plant/informer.ts";
import { goPlainly } from "../plant/plain.ts";
import type { Plant } from "../plant/plant.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import { CoreSteps } from "./core-steps.ts";
import { ShortLane } from "./short-lane.ts";

/** Sensors whose windows begin, and who tells which of them measure nothing but what cores of nodes are used. */
export interface Glances {
  onlyNodes(subject: number): boolean;
  open(subject: number): void;
}

/**
 * The fast path where replicas use cores or GPUs of which there are enough for all of them, and where there are few: `short-lane.ts`.
 * It is tried after every event that is neither an arrival nor a completion, and never shows in a result.
 */
export class ShortPath implements Informer {
  private readonly plant: Plant;
  private readonly arrivals: Arrivals;
  private readonly lanes: (ShortLane | undefined)[];
  private readonly steps: CoreSteps;
  private readonly glances: Glances;
  /** The plant knows which replicas are at work; and all that the lanes do. */
  private settled = true;
  private told = true;
  /** Stretches in a row in which little happened, and attempts to leave out. */
  private poor = 0;
  private pause = 0;

  constructor(plant: Plant, arrivals: Arrivals, glances: Glances) {
    this.plant = plant;
    this.arrivals = arrivals;
    this.lanes = Array.from(plant.queues, () => undefined);
    this.steps = new CoreSteps(plant.nodes);
    this.glances = glances;
    plant.informer = this;
  }

  /** Whether it can ever be taken: where tasks begin in the order of arrival, and replicas in that of the ends of their tasks. */
  static suits({ queues, groups }: Plant, arrivals: Arrivals): boolean {
    const inOrder = queues.every(({ timeToLive }) => timeToLive === Number.POSITIVE_INFINITY);
    return inOrder && arrivals.inLines && groups.every(({ plain, spec }) => plain && spec.dispatch === "longest-idle");
  }

  /** Handles arrivals and completions up to the next event of another kind. Returns how many there were. */
  run(): number {
    if (this.pause > 0) {
      this.pause--;
      return 0;
    }
    const { plant, lanes, steps, arrivals } = this;
    const { completions, events, dials, now } = plant;
    if (plant.touched && !this.open()) {
      this.pause = PAUSE;
      return 0;
    }
    let until = Math.min(dials.time, arrivals.knownAt(now), now + LONGEST);
    for (let index = 0; index < lanes.length; index++) {
      const { leaving } = lanes[index]!.roster;
      if (leaving !== -1) until = Math.min(until, completions.times[leaving]!);
    }
    if (Math.min(until, events.time) <= now) return this.fillUp();
    const whose = this.takeGlance(until);
    until = Math.min(until, events.time);
    steps.open(now, until);
    let handled = whose === -1 ? 0 : 1;
    let kept = 0;
    let replicas = 0;
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index]!;
      handled += lane.run(now, until, arrivals);
      kept += lane.count;
      replicas += lane.roster.tail;
    }
    arrivals.choose();
    steps.close(until);
    if (whose !== -1) this.glance(whose);
    plant.now = until;
    this.settled = false;
    this.told = false;
    if (kept > MOST) this.tell();
    else this.tellFirst();
    this.poor = handled < replicas ? this.poor + 1 : 0;
    if (this.poor === FEW) {
      this.poor = 0;
      this.pause = PAUSE;
    }
    return handled;
  }

  /** Leaves replicas as the event loop would have, but for their tasks. */
  settle(): void {
    if (this.settled) return;
    this.settled = true;
    const { lanes } = this;
    for (let index = 0; index < lanes.length; index++) lanes[index]!.settle();
    this.tellFirst();
  }

  /** Leaves all as the event loop would have. */
  tell(): void {
    this.settle();
    if (this.told) return;
    this.told = true;
    const { lanes } = this;
    for (let index = 0; index < lanes.length; index++) lanes[index]!.tell();
  }

  /** Who only glances at nodes need not end the stretch: takes the next event out if it is of that kind, and returns whose; or −1. */
  private takeGlance(until: number): number {
    const { steps, glances } = this;
    const { events } = this.plant;
    if (events.time >= until || events.kind !== OPEN || !glances.onlyNodes(events.subject)) return -1;
    const { subject } = events;
    steps.glance = events.time;
    events.pop();
    return subject;
  }

  /** Shows the nodes as they were at that moment. */
  private glance(subject: number): void {
    const { plant, steps, glances } = this;
    plant.now = steps.glance;
    glances.open(subject);
    steps.lookUp();
  }

  /** The next arrival is the last that is known: after it there are more. */
  private fillUp(): number {
    const { plant, arrivals } = this;
    plant.intervene();
    plant.lookAhead();
    return goPlainly(plant, arrivals, 1);
  }

  private tellFirst(): void {
    const { lanes } = this;
    const { completions } = this.plant;
    let next = -1;
    for (let index = 0; index < lanes.length; index++) {
      const { first, leaving } = lanes[index]!.roster;
      next = completions.earlier(completions.earlier(next, first), leaving);
    }
    completions.setFirst(next);
  }

  /** Looks at all replicas anew. Returns whether nobody can be slowed down, and there are few. */
  private open(): boolean {
    const { plant, lanes, steps } = this;
    const { nodes, devices, queues } = plant;
    for (let index = 0; index < nodes.length; index++) {
      const { unhurried, cpu } = nodes[index]!;
      if (!unhurried || !cpu.ample) return false;
    }
    for (let index = 0; index < devices.length; index++) if (!devices[index]!.busy.ample) return false;
    for (let index = 0; index < queues.length; index++) {
      const group = plant.servers.plain[index];
      const { size, redelivered } = queues[index]!;
      // Those that were begun before have had their wait.
      if (group === undefined || group.members.length > MANY || (size > 0 && redelivered > 0)) return false;
      lanes[index] ??= new ShortLane(plant, index, group, steps);
      lanes[index]!.open();
    }
    plant.touched = false;
    return true;
  }
}

/** Seconds of a stretch: in units they are added up exactly. */
const LONGEST = 2 ** 20;
/** Tasks that have arrived and the plant does not know. */
const MOST = 4096;
/** Replicas of a lane: from about as many on the event loop is as fast. */
const MANY = 48;
/** Where fewer events happen in stretch after stretch than there are replicas, the event loop is faster. */
const FEW = 8;
const PAUSE = 32;
