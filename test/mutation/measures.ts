import type { Changes } from "./mutations.ts";

/** Mistakes in what is measured, and in what hindsight would have paid. */
export const measureChanges: Changes = {
  "sim/measure/demand.ts": [
    [
      "the demand of a window counts all work before it",
      "offered.by(until) - offered.by(from);",
      "offered.by(until) - offered.by(0);",
    ],
  ],
  "sim/measure/changes.ts": [
    [
      "a reversal is explained by a demand that stayed as it was",
      "Math.sign(change.demand - before.demand) !== directionOf(change)",
      "Math.sign(change.demand - before.demand) === directionOf(before)",
    ],
  ],
  "sim/measure/billing.ts": [
    [
      "what is paid for is rounded to the nearest step",
      "Math.ceil(used / step - ROUNDING)",
      "Math.round(used / step - ROUNDING)",
    ],
  ],
  "sim/measure/transient.ts": [
    [
      "sojourns of the transient are left in",
      "line.sojourns = since(line.sojourns, until);",
      "line.sojourns = since(line.sojourns, 0);",
    ],
  ],
  "sim/bound/bound.ts": [["in hindsight only one in a hundred may be late", "Math.floor(0.95 *", "Math.floor(0.99 *"]],
  "sim/bound/work-curves.ts": [
    ["in hindsight every task has to begin on arrival", "(arrivals[task]! + wait) / step", "arrivals[task]! / step"],
  ],
  "sim/bound/schedule-program.ts": [
    ["in hindsight those ready at the beginning have to be started", "at === 0 ? -ready : 0, Number", "0, Number"],
  ],
};
