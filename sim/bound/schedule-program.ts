import { LinearProgram } from "./linear-program.ts";
import type { WorkCurves } from "./work-curves.ts";

/** A group as the clairvoyant may use it. Counts are of replicas. */
export interface GroupPart {
  /** Cost of a replica for one step. */
  readonly price: number;
  /** Always there, warming or ready, for the first so many steps. */
  readonly floor: number;
  readonly floorSteps: number;
  /** At no time more. */
  readonly most: number;
  /** Ready when the run begins. */
  readonly ready: number;
  /** What starts need to warm up at least, the shortest first; in steps. No more starts than these. */
  readonly warmUps: Float64Array;
  /** Tasks a replica can have in service. */
  readonly slots: number;
  /** Seconds of demand it can get done in a second. */
  readonly rate: number;
}

export interface QueuePart {
  readonly curves: WorkCurves;
  /** Tasks that may begin later than the limit. */
  readonly late: number;
  /** Tasks that need not be served to the end. */
  readonly unserved: number;
}

/**
 * The cheapest schedule of a fluid: what every real schedule keeps to, and some that are none keep to as well. The README of this
 * folder has the rows and why they hold. `speed`: seconds of demand that one task can get done in a second.
 */
export function scheduleProgram(
  groups: readonly GroupPart[],
  queues: readonly QueuePart[],
  steps: number,
  speed: number,
): LinearProgram {
  const program = new LinearProgram();
  const ready = groups.map((group) => addGroup(program, group, steps));
  const served = queues.map((queue) => addQueue(program, queue, steps));
  for (let at = 0; at < steps; at++) {
    const work = served.flatMap((first) => change(first, at));
    const room = groups.map(({ slots }, index) => [ready[index]! + at, -slots] as const);
    program.row(Number.NEGATIVE_INFINITY, 0, [...work, ...room]);
    if (queues.length > 1) for (const first of served) program.row(0, Number.POSITIVE_INFINITY, change(first, at));
  }
  if (groups.some(({ slots, rate }) => rate < slots * speed)) {
    const all = queues.reduce((sum, queue) => sum + speed * leastServed(queue), 0);
    const rates = groups.flatMap(({ rate }, index) => columnsFrom(ready[index]!, steps, rate));
    program.row(all, Number.POSITIVE_INFINITY, rates);
  }
  return program;
}

/** Mean replicas that are ready in each step, that warm up, and that become ready. Returns the first column of the ready ones. */
function addGroup(program: LinearProgram, group: GroupPart, steps: number): number {
  const { price, floor, most, ready, warmUps } = group;
  const earliest = warmUps[0] ?? Number.POSITIVE_INFINITY;
  const readyAtMost = (at: number) => ready + (most - ready) * Math.min(1, Math.max(0, at + 1 - earliest));
  const open = program.columns(steps, price, 0, readyAtMost);
  const warming = program.columns(steps, price, 0, () => most);
  const starts = program.columns(steps, 0, 0, () => most);
  const all = program.column(0, 0, warmUps.length);
  for (let at = 0; at < steps; at++) {
    const before = at === 0 ? [] : [[open + at - 1, 1] as const];
    program.row(at === 0 ? -ready : 0, Number.POSITIVE_INFINITY, [[starts + at, 1], [open + at, -1], ...before]);
    if (floor > 0 && at < group.floorSteps)
      program.row(floor, Number.POSITIVE_INFINITY, [
        [open + at, 1],
        [warming + at, 1],
      ]);
  }
  program.row(0, Number.POSITIVE_INFINITY, [[all, 1], ...columnsFrom(starts, steps, -1)]);
  for (const { slope, least } of tangents(warmUps))
    program.row(least, Number.POSITIVE_INFINITY, [...columnsFrom(warming, steps, 1), [all, -slope]]);
  return open;
}

/** What has been served by the end of each step. Returns the first of these columns. */
function addQueue(program: LinearProgram, queue: QueuePart, steps: number): number {
  const { curves, late } = queue;
  const { possible, due, cells } = curves;
  const served = program.columns(steps, 0, 0, (at) => possible[at]!);
  program.row(Math.min(leastServed(queue), possible[steps - 1]!), Number.POSITIVE_INFINITY, [[served + steps - 1, 1]]);
  const missed = program.columns(steps, 0, 0, () => (late === 0 ? 0 : due[steps - 1]!));
  const chosen = program.columns(cells.length, 0, 0, (index) => Math.min(late, cells[index]!.tasks));
  program.row(Number.NEGATIVE_INFINITY, late, columnsFrom(chosen, cells.length, 1));
  const more = Array.from({ length: steps }, (): [number, number][] => []);
  for (const [index, { from, most }] of cells.entries())
    for (const [after, factor] of most.entries()) if (factor > 0) more[from + after]!.push([chosen + index, -factor]);
  for (let at = 0; at < steps; at++) {
    program.row(due[at]!, Number.POSITIVE_INFINITY, [
      [served + at, 1],
      [missed + at, 1],
    ]);
    program.row(Number.NEGATIVE_INFINITY, 0, [...change(missed, at), ...more[at]!]);
  }
  return served;
}

/** The needs of all tasks but the largest of those that may be left. */
function leastServed({ curves: { needs }, unserved }: QueuePart): number {
  let sum = 0;
  for (let task = unserved; task < needs.length; task++) sum += needs[task]!;
  return sum;
}

/** Of the sum of the k shortest warm-ups, which is convex in k: lines below it, `least` + `slope` · k. */
function tangents(warmUps: Float64Array): { slope: number; least: number }[] {
  const chosen = new Set(
    Array.from({ length: TANGENTS }, (_, index) => Math.floor((index * warmUps.length) / TANGENTS)),
  );
  const sums = [0];
  for (const warmUp of warmUps) sums.push(sums.at(-1)! + warmUp);
  return [...chosen].flatMap((k) => {
    const slope = warmUps[k];
    return slope === undefined ? [] : [{ slope, least: sums[k]! - slope * k }];
  });
}

function change(first: number, at: number): [number, number][] {
  return at === 0
    ? [[first, 1]]
    : [
        [first + at, 1],
        [first + at - 1, -1],
      ];
}

function columnsFrom(first: number, count: number, factor: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => [first + index, factor]);
}

const TANGENTS = 6;
