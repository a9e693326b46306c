import { UsageError } from "../../policies/index.ts";
import { fraction, readUnit, type Scenario } from "../../scenarios/index.ts";
import { MOST_RUNS } from "../../scenarios/schema-precision.ts";

/** What `--precision` and `--max-seeds` ask for, over what the scenario does. */
export function withPrecision(
  scenario: Scenario,
  precision: string | undefined,
  maxSeeds: string | undefined,
): Scenario {
  const within = precision === undefined ? scenario.precision?.within : withinOf(precision);
  if (maxSeeds !== undefined && within === undefined) {
    throw new UsageError(`--max-seeds ${maxSeeds}: goes with --precision; without it --seeds says how many`);
  }
  if (within === undefined) return scenario;
  if (scenario.windows !== undefined) {
    throw new UsageError("--precision: the windows of the scenario are the unit, and there are as many as there are");
  }
  const most = maxSeeds === undefined ? (scenario.precision?.most ?? MOST_RUNS) : mostOf(maxSeeds);
  return { ...scenario, precision: { ...scenario.precision, within, most } };
}

function withinOf(text: string): number {
  try {
    const within = readUnit(fraction, text);
    if (within > 0) return within;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--precision ${error.message}`);
  }
  throw new UsageError(`--precision ${text}: expected more than 0, for example 5%`);
}

function mostOf(text: string): number {
  const most = Number(text);
  if (Number.isInteger(most) && most >= 2 && most <= 10_000) return most;
  throw new UsageError(`--max-seeds ${text}: expected a number from 2 to 10000`);
}
