import { FAIL, HEALTH, KILL, PRUNE, READY, STOP } from "../engine/kinds.ts";
import { changeHealth } from "./changing-health.ts";
import { fail, prune } from "./failing.ts";
import { becomeReady } from "./lifecycle.ts";
import type { Plant } from "./plant.ts";
import { continueStopping, kill } from "./stopping.ts";

/** What an event of this kind means for the life of a replica; the completion of its tasks is the plant's. */
export function nextStep(plant: Plant, kind: number, row: number): void {
  STEPS.get(kind)?.(plant, row);
}

const STEPS = new Map([
  [READY, becomeReady],
  [KILL, kill],
  [FAIL, fail],
  [PRUNE, prune],
  [STOP, continueStopping],
  [HEALTH, changeHealth],
]);
