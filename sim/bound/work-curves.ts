/** Tasks of one queue in the order of their arrival. */
export interface Demand {
  /** Seconds into the run. */
  readonly arrivals: Float64Array;
  /** Seconds of occupancy that each needs at least. */
  readonly needs: Float64Array;
}

/** What can be said of them however long they wait. */
export interface WorkToDo extends Demand {
  /** Most occupancy that all tasks can have had by the end of each step; in steps. */
  readonly possible: Float64Array;
  /** Needs, the largest first; in steps. */
  readonly ordered: Float64Array;
  /** Seconds: large tasks apart from small ones, so that one large task does not make all of its step look large. */
  readonly sizes: readonly number[];
}

/** Tasks of like demand that are due to begin within one step. */
export interface Cell {
  readonly tasks: number;
  /** Most that one of them has to have had by the end of each step, from `from` on: only what is more than the step before. */
  readonly from: number;
  readonly most: readonly number[];
}

export interface WorkCurves {
  /** Most occupancy that all tasks can have had by the end of each step, and least if all begin within the limit; in steps. */
  readonly possible: Float64Array;
  readonly due: Float64Array;
  /** The tasks that are due, for some of them to be late. */
  readonly cells: readonly Cell[];
  /** Needs, the largest first; in steps. */
  readonly needs: Float64Array;
}

/** What is the same for all runs on the same work. */
export function workToDo({ arrivals, needs }: Demand, step: number, steps: number): WorkToDo {
  const possible = new Float64Array(steps);
  for (let task = 0; task < arrivals.length; task++) ramp(possible, arrivals[task]! / step, needs[task]! / step);
  const ordered = needs.map((need) => need / step).sort();
  return { arrivals, needs, possible: summed(possible), ordered: ordered.reverse(), sizes: sizeLimits(needs) };
}

/**
 * What has to be served until the end of each step, and what can have been. A task that begins at the moment b has had
 * min(need, t − b) by the moment t: at most what it has had if it begins on arrival, at least what it has had
 * if it waits as long as the limit says for those that arrive after `since`.
 */
export function workCurves(
  { arrivals, needs, possible, ordered, sizes }: WorkToDo,
  { wait, since }: { readonly wait: number; readonly since: number },
  step: number,
): WorkCurves {
  const steps = possible.length;
  const due = new Float64Array(steps);
  const cells: { tasks: number; readonly from: number; readonly most: number[] }[] = [];
  // The last cell of each size: later tasks are due later.
  const last = sizes.map(() => -1);
  for (let task = 0; task < arrivals.length; task++) {
    const begin = (arrivals[task]! + wait) / step;
    if (begin >= steps || arrivals[task]! < since) continue;
    const need = needs[task]! / step;
    ramp(due, begin, need);
    const from = Math.floor(begin);
    let size = 0;
    while (needs[task]! > sizes[size]!) size++;
    if (cells[last[size]!]?.from !== from) last[size] = cells.push({ tasks: 0, from, most: [] }) - 1;
    const cell = cells[last[size]!]!;
    cell.tasks++;
    for (let at = from; at < steps && (at === from || at - begin < need); at++)
      cell.most[at - from] = Math.max(cell.most[at - from] ?? 0, Math.min(need, at + 1 - begin));
  }
  return {
    possible,
    due: summed(due),
    cells: cells.map((cell) => ({ ...cell, most: increments(cell.most) })),
    needs: ordered,
  };
}

/** By the end of each step instead of in it. */
function summed(curve: Float64Array): Float64Array {
  for (let at = 1; at < curve.length; at++) curve[at]! += curve[at - 1]!;
  return curve;
}

/** Adds what one task gets in each step, if it begins at this moment. */
function ramp(curve: Float64Array, begin: number, need: number): void {
  let had = 0;
  for (let at = Math.floor(begin); at < curve.length && had < need; at++) {
    const has = Math.min(need, at + 1 - begin);
    curve[at]! += has - had;
    had = has;
  }
}

/** Where one task of a cell has stopped growing, another may not have: the largest so far stays. */
function increments(most: readonly number[]): number[] {
  let before = 0;
  return most.map((value) => {
    const more = Math.max(0, value - before);
    before += more;
    return more;
  });
}

function sizeLimits(needs: Float64Array): number[] {
  const ordered = needs.slice().sort();
  const at = (share: number) => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;
  return [...new Set([at(0.8), at(1)])];
}
