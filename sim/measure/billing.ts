import type { Billing } from "../../scenarios/scenario.ts";

/** Seconds that are paid for and not used: what is begun of a step counts as a whole one, and less than the minimum as that. */
export function unusedTime(billing: Billing | undefined, used: number): number {
  if (billing === undefined) return 0;
  const { step, minimum } = billing;
  const billed = step === 0 ? used : Math.ceil(used / step - ROUNDING) * step;
  return Math.max(billed, minimum) - used;
}

/** Of a step: differences of moments are not exact to the last digit. */
const ROUNDING = 1e-9;
