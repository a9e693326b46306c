/** Tasks of one queue in the order of their arrival. */
export interface Demand {
  /** Seconds into the run. */
  readonly arrivals: Float64Array;
  /** Seconds of occupancy that each needs at least. */
  readonly needs: Float64Array;
}

/** What can be said of them however long they wait. */
export interface WorkToDo {
  /** Seconds into the run. */
  readonly arrivals: Float64Array;
  /** In steps. */
  readonly needs: Float64Array;
  /** Most occupancy that all tasks can have had by the end of each step; in steps. */
  readonly possible: Float64Array;
  /** Needs, the largest first; in steps. */
  readonly ordered: Float64Array;
  /** 1 for large tasks. They are apart from small ones, so that one of them does not make all of its step look large. */
  readonly sizes: Uint8Array;
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
  const ordered = needs.slice().sort().reverse();
  const small = ordered[ordered.length - 1 - Math.floor(SMALL * (ordered.length - 1))] ?? 0;
  const inSteps = new Float64Array(needs.length);
  const sizes = new Uint8Array(needs.length);
  const possible = new Float64Array(steps);
  for (let task = 0; task < arrivals.length; task++) {
    const need = needs[task]! / step;
    inSteps[task] = need;
    if (needs[task]! > small) sizes[task] = 1;
    ramp(possible, arrivals[task]! / step, need);
  }
  for (let place = 0; place < ordered.length; place++) ordered[place]! /= step;
  return { arrivals, needs: inSteps, possible: summed(possible), ordered, sizes };
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
  const cells: OpenCell[] = [];
  // The last cell of each size: later tasks are due later.
  const last: OpenCell[] = [];
  for (let task = 0; task < arrivals.length; task++) {
    const begin = (arrivals[task]! + wait) / step;
    if (begin >= steps || arrivals[task]! < since) continue;
    const need = needs[task]!;
    const from = Math.floor(begin);
    const size = sizes[task]!;
    let cell = last[size];
    if (cell?.from !== from) {
      cell = { tasks: 0, from, most: [0] };
      cells.push(cell);
      last[size] = cell;
    }
    cell.tasks++;
    const { most } = cell;
    let had = 0;
    for (let at = from; at < steps && had < need; at++) {
      const has = Math.min(need, at + 1 - begin);
      due[at]! += has - had;
      if (at - from === most.length) most.push(has);
      else if (has > most[at - from]!) most[at - from] = has;
      had = has;
    }
  }
  for (const { most } of cells) increments(most);
  return { possible, due: summed(due), cells, needs: ordered };
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
function increments(most: number[]): void {
  let before = 0;
  for (let at = 0; at < most.length; at++) {
    most[at] = Math.max(0, most[at]! - before);
    before += most[at]!;
  }
}

/** A cell that tasks are still coming to; of `most` all, not only what is more. */
interface OpenCell extends Cell {
  tasks: number;
  readonly most: number[];
}

/** Share of all tasks. */
const SMALL = 0.8;
