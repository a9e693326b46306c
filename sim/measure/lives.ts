import type { Plant } from "../plant/plant.ts";
import type { Life } from "../result.ts";

/**
 * What became of each replica, phase by phase, and the share of every bin that it was at work. Replicas that exist at a time are on
 * lanes, a new one on the lowest that is free; the first lanes of each group are recorded over the whole run.
 */
export class Lives {
  /** In the order of their starts. */
  readonly all: Life[] = [];
  /** Replicas that were on higher lanes, or came when there were too many. */
  leftOut = 0;
  /** False: of none. To be said before the first begins. */
  recording = true;
  private readonly plant: Plant;
  /** By row, of those that exist. */
  private readonly current: (Current | undefined)[] = [];
  /** Of those recorded that left in the bin under way. */
  private left: Life[] = [];
  /** By group: the rows on its lanes, and how many were recorded. */
  private readonly lanes: (number | undefined)[][];
  private readonly recorded: number[];
  private bins = 0;

  constructor(plant: Plant) {
    this.plant = plant;
    this.lanes = plant.groups.map(() => []);
    this.recorded = plant.groups.map(() => 0);
  }

  /** A replica enters a phase; its first begins its life. */
  enter(row: number, phase: Life["phases"][number]["phase"]): void {
    if (!this.recording) return;
    const { now, replicas } = this.plant;
    const { life } = this.current[row] ?? this.begin(row);
    if (life === undefined) return;
    const last = life.phases.at(-1);
    if (last?.time === now) life.phases.pop();
    life.phases.push({ phase, time: now });
    const place = replicas.places[row];
    if (place === undefined || life.node !== undefined) return;
    life.node = place.node.spec.name;
    if (place.keys.length > 0) life.devices = [...place.keys];
  }

  /** Its grace time is over. */
  kill(row: number): void {
    const life = this.current[row]?.life;
    if (life !== undefined) life.killed = true;
  }

  leave(row: number): void {
    if (!this.recording) return;
    const one = this.current[row];
    this.current[row] = undefined;
    if (one?.life === undefined) return;
    const { now, replicas } = this.plant;
    this.note(row, one, one.life);
    this.lanes[replicas.groups[row]!]![one.life.lane] = undefined;
    one.life.until = now;
    this.left.push(one.life);
  }

  /** A bin of this width ends now. */
  sample(width: number): void {
    if (!this.recording) return;
    for (const [row, one] of this.current.entries()) {
      if (one?.life === undefined) continue;
      this.note(row, one, one.life);
      settle(one.life, width);
    }
    for (const life of this.left) settle(life, width);
    this.left = [];
    this.bins++;
  }

  /** Two neighboring bins are one from now on. */
  halve(): void {
    this.bins /= 2;
    for (const { busy } of this.all) {
      const padded = [...(busy.bin % 2 === 1 ? [0] : []), ...busy.shares];
      busy.bin = Math.floor(busy.bin / 2);
      busy.shares = Array.from({ length: Math.ceil(padded.length / 2) }, (_, pair) => {
        return Math.round(50 * (padded[2 * pair]! + (padded[2 * pair + 1] ?? 0))) / 100;
      });
    }
  }

  private begin(row: number): Current {
    const { groups, replicas } = this.plant;
    const group = replicas.groups[row]!;
    const rows = this.lanes[group]!;
    let lane = this.recorded[group] === MOST_LIVES ? MOST_LANES : 0;
    while (lane < MOST_LANES && rows[lane] !== undefined) lane++;
    if (lane === MOST_LANES) {
      this.leftOut++;
      this.current[row] = LEFT_OUT;
      return LEFT_OUT;
    }
    rows[lane] = row;
    this.recorded[group]!++;
    const { name } = groups[group]!.spec;
    const busy = { bin: this.bins, shares: [] };
    const life: Life = { group: name, replica: replicas.ids[row]!, lane, phases: [], busy };
    this.all.push(life);
    const one: Current = { life, busyBefore: 0 };
    this.current[row] = one;
    return one;
  }

  /** Adds the seconds at work since the last time to the bin under way. */
  private note(row: number, one: Current, { busy: { bin, shares } }: Life): void {
    const { now, replicas } = this.plant;
    const from = replicas.busyFrom[row]!;
    const busy = replicas.busyTime[row]! + (from === -1 ? 0 : now - from);
    while (bin + shares.length <= this.bins) shares.push(0);
    shares[shares.length - 1]! += busy - one.busyBefore;
    one.busyBefore = busy;
  }
}

/** Of the last bin of a life, the seconds at work become a share. */
function settle({ busy: { shares } }: Life, width: number): void {
  const last = shares.length - 1;
  shares[last] = Math.round((100 * shares[last]!) / width) / 100;
}

interface Current {
  /** Undefined where it is not recorded. */
  readonly life: Life | undefined;
  busyBefore: number;
}

/** Any that is not recorded. */
const LEFT_OUT: Current = { life: undefined, busyBefore: 0 };
const MOST_LANES = 64;
const MOST_LIVES = 1000;
