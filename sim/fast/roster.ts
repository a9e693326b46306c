import { grown } from "../engine/grown.ts";
import { Tally } from "../measure/gauge.ts";
import type { GroupState } from "../plant/group.ts";
import { LOAD_PERIOD } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import { BUSY, UNMADE } from "../plant/replicas.ts";
import type { CoreSteps } from "./core-steps.ts";

/**
 * The few replicas of a group that serve, in the order in which they are free for their next task; of those free at one instant the one
 * that began its task first comes first, as it does in the event loop. What they use of nodes and GPUs is told by the pauses they make.
 */
export class Roster {
  /** When they are free and their rows, from `head` up to `tail`. Between stretches those that idle are first, up to `idle`. */
  times = new Float64Array(ROOM);
  rows = new Int32Array(ROOM);
  head = 0;
  tail = 0;
  idle = 0;
  /** By row: units of pauses within the stretch; the place of its task in the lane, or −1 if it has none there; its node. */
  pauses = new Float64Array(ROWS);
  places = new Int32Array(ROWS);
  nodes = new Int32Array(ROWS);
  /** By row: 1 if it was at work when the stretch began. */
  private wasBusy = new Uint8Array(ROWS);
  /** The row that is done first of those that serve no more after their task, or −1. */
  leaving = -1;
  private readonly plant: Plant;
  private readonly group: GroupState;
  private readonly steps: CoreSteps;
  /** Changes of the number at work within the stretch. */
  private readonly work = new Tally();

  constructor(plant: Plant, group: GroupState, steps: CoreSteps) {
    this.plant = plant;
    this.group = group;
    this.steps = steps;
  }

  /** Who of those at work is done first, or −1. */
  get first(): number {
    return this.idle < this.tail ? this.rows[this.idle]! : -1;
  }

  /** Lists those there are. */
  open(): void {
    const { group, plant } = this;
    const { replicas, completions } = plant;
    const { phases, idleAfter, idleSince } = replicas;
    const { times: ends, orders } = completions;
    this.reserve(phases.length);
    const { times, rows } = this;
    let size = 0;
    for (let row = group.firstIdle; row !== -1; row = idleAfter[row]!) {
      times[size] = idleSince[row]!;
      rows[size++] = row;
      this.begin(row, 0);
    }
    const idle = size;
    this.leaving = -1;
    const { members } = group;
    for (let index = 0; index < members.length; index++) {
      const row = members[index]!;
      const time = ends[row]!;
      if (time === Number.POSITIVE_INFINITY) continue;
      if (phases[row] !== BUSY) {
        this.leaving = completions.earlier(this.leaving, row);
        continue;
      }
      let place = size++;
      for (; place > idle; place--) {
        const before = rows[place - 1]!;
        if (times[place - 1]! < time || (times[place - 1] === time && orders[before]! < orders[row]!)) break;
        times[place] = times[place - 1]!;
        rows[place] = before;
      }
      times[place] = time;
      rows[place] = row;
      this.begin(row, 1);
    }
    this.idle = idle;
    this.head = 0;
    this.tail = size;
  }

  /** Makes room for so many tasks more. */
  room(tasks: number): void {
    const wanted = this.tail + tasks;
    if (this.times.length >= wanted) return;
    this.times = grown(this.times, new Float64Array(2 * wanted));
    this.rows = grown(this.rows, new Int32Array(2 * wanted));
  }

  /** The stretch ends: notes what they did in it, and moves the list to the front. */
  close(begin: number, until: number): void {
    const { group, places, times, rows, steps, head, tail, work, wasBusy, pauses, nodes, plant } = this;
    const { busyFrom, busyTime } = plant.replicas;
    const { changes, due, glance } = steps;
    const { cores, line } = group;
    const beginUnits = Math.floor(begin * A_SECOND);
    work.reset();
    let at = head;
    for (; at < tail && times[at]! < until; at++) {
      const row = rows[at]!;
      const time = times[at]!;
      times[at - head] = time;
      rows[at - head] = row;
      // It has not worked.
      if (busyFrom[row] === -1) continue;
      busyTime[row]! += time - busyFrom[row]!;
      busyFrom[row] = -1;
      places[row] = -1;
      changes[steps.places * nodes[row]! + stepOf(time, due)]! -= cores;
      if (time > glance) steps.tellAhead(nodes[row]!, time, -cores);
      const units = pauses[row]!;
      pauses[row] = 0;
      if (wasBusy[row] === 0) this.use(row, 0, 0, units - (Math.floor(time * A_SECOND) - beginUnits));
      else {
        wasBusy[row] = 0;
        this.use(row, -1, time, units);
      }
    }
    this.idle = at - head;
    for (; at < tail; at++) {
      const row = rows[at]!;
      times[at - head] = times[at]!;
      rows[at - head] = row;
      const units = pauses[row]!;
      pauses[row] = 0;
      if (wasBusy[row] === 0) {
        wasBusy[row] = 1;
        this.use(row, 1, begin, units);
      } else if (units > 0) this.use(row, 0, 0, units);
    }
    this.head = 0;
    this.tail = tail - head;
    line!.inService.include(work);
    if (group.busy !== line!.inService) group.busy.include(work);
    if (this.idle < this.tail) plant.completions.times[this.first] = times[this.idle]!;
  }

  private begin(row: number, wasBusy: number): void {
    if (this.plant.replicas.tasks[row] !== UNMADE) this.places[row] = -1;
    this.pauses[row] = 0;
    this.wasBusy[row] = wasBusy;
    this.nodes[row] = this.plant.replicas.places[row]?.node.number ?? 0;
  }

  private reserve(rows: number): void {
    if (this.pauses.length >= rows) return;
    this.pauses = new Float64Array(rows);
    this.places = grown(this.places, new Int32Array(rows));
    this.nodes = new Int32Array(rows);
    this.wasBusy = new Uint8Array(rows);
    this.room(rows);
  }

  /** A replica works as before, or from that moment on (1), or no longer (−1); and has paused for so many units. */
  private use(row: number, change: number, moment: number, units: number): void {
    const { plant, group, work } = this;
    const second = Math.floor(moment);
    const paused = Math.floor(units / A_SECOND);
    const whole = paused + change * second;
    const left = units - paused * A_SECOND + change * Math.floor((moment - second) * A_SECOND);
    work.change += change;
    work.seconds += whole;
    work.units += left;
    const place = plant.replicas.places[row];
    if (place === undefined) return;
    const { cores, gpuUse } = group;
    if (cores > 0) place.node.cpu.include(change * cores, whole * cores, left * cores);
    if (gpuUse === 0) return;
    const { devices } = place;
    for (let index = 0; index < devices.length; index++)
      devices[index]!.busy.include(change * gpuUse, whole * gpuUse, left * gpuUse);
  }
}

/** The first step of the load averages after `due` that sees a change at that moment. */
export function stepOf(time: number, due: number): number {
  return time <= due ? 0 : Math.ceil((time - due) / PERIOD) | 0;
}

/** What other files export is read anew wherever it is used. */
const PERIOD = LOAD_PERIOD;
const A_SECOND = 2 ** 30;
const ROOM = 256;
const ROWS = 64;
