import type { Plant } from "../plant/plant.ts";
import { BUSY } from "../plant/replicas.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import { Lane } from "./lane.ts";

/**
 * Between two events that are neither arrivals nor completions, plain lines of tasks need no events at all (`lane.ts`). It is tried after
 * every other event and never shows in a result: whoever looks finds the plant as the event loop would have left it, to the last bit.
 */
export class FastPath {
  private readonly plant: Plant;
  private readonly arrivals: Arrivals;
  private readonly lanes: (Lane | undefined)[];
  /** By group. */
  private readonly laneOf: (Lane | undefined)[];
  /** Is told when the last task has arrived, where the run ends with it. */
  private readonly exhausted: ((last: number) => void) | undefined;
  /** Attempts to leave out: where little happens between events, the event loop is faster. */
  private pause = 0;
  private patience = 1;

  constructor(plant: Plant, arrivals: Arrivals, exhausted?: (last: number) => void) {
    this.plant = plant;
    this.arrivals = arrivals;
    this.exhausted = exhausted;
    this.lanes = plant.queues.map(() => undefined);
    this.laneOf = plant.groups.map(() => undefined);
  }

  /** Whether it can ever be taken: where tasks begin in the order of arrival, and replicas in that of the ends of their tasks. */
  static suits({ queues, groups }: Plant): boolean {
    const inOrder = queues.every(({ timeToLive }) => timeToLive === Number.POSITIVE_INFINITY);
    return inOrder && groups.every(({ plain, shares, spec }) => plain && !shares && spec.dispatch === "longest-idle");
  }

  /** Handles arrivals and completions up to the next event of another kind, or so many arrivals. Returns how many it handled. */
  run(): number {
    if (this.pause > 0) {
      this.pause--;
      return 0;
    }
    const lanes = this.openLanes();
    return lanes === undefined ? 0 : this.stretch(lanes);
  }

  private openLanes(): readonly Lane[] | undefined {
    const { plant, lanes, laneOf } = this;
    for (let index = 0; index < plant.queues.length; index++) {
      const group = plant.servers.plain[index];
      if (group === undefined) return undefined;
      lanes[index] ??= new Lane(plant, index, group);
      laneOf[group.index] = lanes[index];
    }
    return lanes as Lane[];
  }

  private stretch(lanes: readonly Lane[]): number {
    const { plant } = this;
    const { completions } = plant;
    for (const lane of lanes) lane.clear();
    let loaded = 0;
    let end = Math.min(plant.events.time, plant.dials.time);
    const { times } = completions;
    const { phases, groups } = plant.replicas;
    for (let row = 0; row < times.length; row++) {
      const time = times[row]!;
      if (time === Number.POSITIVE_INFINITY) continue;
      const lane = phases[row] === BUSY ? this.laneOf[groups[row]!] : undefined;
      if (lane === undefined) end = Math.min(end, time);
      else {
        lane.busy(row);
        loaded++;
      }
    }
    const until = this.load(lanes, end, Math.max(MOST, A_REPLICA * loaded));
    let handled = 0;
    for (const lane of lanes) {
      const first = completions.reserve(0);
      completions.reserve(lane.run(until, first));
      handled += lane.arriving.count + lane.completed;
    }
    completions.rebuild();
    plant.now = until;
    if (this.exhausted !== undefined && this.arrivals.time === Number.POSITIVE_INFINITY && plant.tasks.size === 0)
      plant.now = Math.max(...lanes.map((lane) => lane.latestEnd));
    // Not worth it: next time a little later.
    this.patience = handled < 2 * loaded ? Math.min(64, 2 * this.patience) : 1;
    this.pause = this.patience - 1;
    return handled;
  }

  /** Gives the lanes what arrives before that moment, or before an earlier one if it is more than that. Returns until when. */
  private load(lanes: readonly Lane[], until: number, most: number): number {
    const { arrivals } = this;
    let last = 0;
    let taken = 0;
    while (arrivals.time < until) {
      if (taken >= most && arrivals.time > last) return arrivals.time;
      const { arriving } = lanes[arrivals.queue]!;
      if (arrivals.alone) {
        const { count } = arriving;
        arriving.take(arrivals, until);
        taken += arriving.count - count;
        last = arriving.arrivals[arriving.count - 1]!;
      } else {
        last = arrivals.time;
        arriving.add(last, arrivals.demand);
        taken++;
        arrivals.advance();
      }
    }
    if (taken > 0 && arrivals.time === Number.POSITIVE_INFINITY) this.exhausted?.(last);
    // With the last arrival the end of the run is entered, which may be sooner.
    return Math.min(until, this.plant.events.time);
  }
}

/** Arrivals a stretch, whose columns are to stay in the cache; and more where it costs more to take the replicas over and back. */
const MOST = 8192;
const A_REPLICA = 16;
