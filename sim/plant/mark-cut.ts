import type { Plant } from "./plant.ts";

/** Of tasks whose service was cut short, in `tasks.begun`: whether it had first begun within the objective, or too late. */
export const CUT_IN_TIME = 2;
const CUT_LATE = 3;

/** The service of a task that began at `since` is cut short. Only its first beginning tells how long it waited. */
export function markCut({ tasks, objective }: Plant, task: number, since: number): void {
  if (tasks.begun[task] !== 1) return;
  tasks.begun[task] = since - tasks.arrivals[task]! <= objective.wait ? CUT_IN_TIME : CUT_LATE;
}
