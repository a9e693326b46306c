import type { Plant } from "../plant/plant.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import { FastPath } from "./fast-path.ts";
import { type Glances, ShortPath } from "./short-path.ts";

export type Shortcut = FastPath | ShortPath;

/** The fast path of a plant; undefined: it needs every event. `exhausted`: who is told of the last arrival, where the run ends with it. */
export function shortcutOf(
  plant: Plant,
  arrivals: Arrivals,
  glances: Glances,
  exhausted: ((last: number) => void) | undefined,
): Shortcut | undefined {
  if (plant.keyed || plant.push !== undefined) return undefined;
  if (FastPath.suits(plant)) return new FastPath(plant, arrivals, exhausted);
  const suits = exhausted === undefined && ShortPath.suits(plant, arrivals);
  return suits ? new ShortPath(plant, arrivals, glances) : undefined;
}
