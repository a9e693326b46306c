import type { Property } from "../property.ts";
import { boundedChurn } from "./bounded-churn.ts";
import { boundedReversals } from "./bounded-reversals.ts";
import { finishesWork } from "./finishes-work.ts";
import { holdsOnMissing } from "./holds-on-missing.ts";
import { monotone } from "./monotone.ts";
import { noError } from "./no-error.ts";
import { noFight } from "./no-fight.ts";
import { noLimitCycle } from "./no-limit-cycle.ts";
import { noQuickDown } from "./no-quick-down.ts";
import { noQuickUp } from "./no-quick-up.ts";
import { noStarvation } from "./no-starvation.ts";
import { recovers } from "./recovers.ts";
import { settles } from "./settles.ts";
import { sparesBusy } from "./spares-busy.ts";
import { startsFit } from "./starts-fit.ts";
import { survivesRestart } from "./survives-restart.ts";
import { withinBounds } from "./within-bounds.ts";

/** What is checked of every policy, in the order of the documentation. */
export const properties: readonly Property[] = [
  boundedReversals,
  noQuickDown,
  noQuickUp,
  settles,
  noLimitCycle,
  boundedChurn,
  startsFit,
  sparesBusy,
  finishesWork,
  noStarvation,
  withinBounds,
  recovers,
  holdsOnMissing,
  monotone,
  noFight,
  survivesRestart,
  noError,
];
