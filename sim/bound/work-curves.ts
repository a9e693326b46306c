/** Tasks of one queue in the order of their arrival. */
export interface Demand {
  /** Seconds into the run. */
  readonly arrivals: Float64Array;
  /** Seconds of occupancy that each needs at least. */
  readonly needs: Float64Array;
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

/**
 * What has to be served until the end of each step, and what can have been. A task that begins at the moment b has had
 * min(need, t − b) by the moment t: at most what it has had if it begins on arrival, at least what it has had
 * if it waits as long as the limit says for those that arrive after `since`.
 */
export function workCurves(
  { arrivals, needs }: Demand,
  { wait, since }: { readonly wait: number; readonly since: number },
  step: number,
  steps: number,
): WorkCurves {
  const possible = new Float64Array(steps);
  const due = new Float64Array(steps);
  const sizes = sizeLimits(needs);
  const cells = new Map<number, { tasks: number; from: number; most: number[] }>();
  for (let task = 0; task < arrivals.length; task++) {
    const need = needs[task]! / step;
    ramp(possible, arrivals[task]! / step, need);
    const begin = (arrivals[task]! + wait) / step;
    if (begin >= steps || arrivals[task]! < since) continue;
    ramp(due, begin, need);
    const from = Math.floor(begin);
    const key = from * sizes.length + sizes.findIndex((size) => needs[task]! <= size);
    const cell = cells.get(key) ?? { tasks: 0, from, most: [] };
    cells.set(key, cell);
    cell.tasks++;
    for (let at = from; at < steps && (at === from || at - begin < need); at++)
      cell.most[at - from] = Math.max(cell.most[at - from] ?? 0, Math.min(need, at + 1 - begin));
  }
  for (const curve of [possible, due]) for (let at = 1; at < steps; at++) curve[at]! += curve[at - 1]!;
  return {
    possible,
    due,
    cells: [...cells.values()].map((cell) => ({ ...cell, most: increments(cell.most) })),
    needs: needs
      .map((need) => need / step)
      .sort()
      .reverse(),
  };
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

/** Large tasks apart from small ones, so that one large task does not make all of its step look large. */
function sizeLimits(needs: Float64Array): number[] {
  const ordered = needs.slice().sort();
  const at = (share: number) => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;
  return [...new Set([at(0.8), at(1)])];
}
