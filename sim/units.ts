import { UsageError } from "../policies/usage-error.ts";
import type { Scenario, SourceSpec } from "../scenarios/scenario.ts";
import type { Trace, Traces } from "./workload/index.ts";

/** What one run of each policy is made of; runs of two policies on the same unit are a pair. */
export interface Unit {
  readonly seed: number;
  /** Seconds into the workload at which the run begins, where the unit is a window of it. */
  readonly from?: number;
}

/**
 * One a seed; or, where the scenario has windows, one a whole window of the workload, each with a seed of its own, counted from the
 * first. Another seed would repeat the same recorded day, and days are what differ. Throws a `UsageError` where there is no window.
 */
export function unitsOf(scenario: Scenario, traces: Traces): readonly Unit[] {
  const { windows, seeds } = scenario;
  if (windows === undefined) return seeds.map((seed) => ({ seed }));
  const length = workloadLength(scenario, traces);
  // A length that was added up may be a rounding error short of a window.
  const count = Math.floor(length / windows.every + 1e-9);
  if (count === 0) {
    throw new UsageError(`windows of ${windows.every} s: the workload lasts ${Math.floor(length)} s, less than one`);
  }
  return Array.from({ length: count }, (_, index) => ({ seed: seeds[0]! + index, from: index * windows.every }));
}

/** The scenario of a run that is one window of it. */
export function inWindow(scenario: Scenario, { from }: Unit): Scenario {
  const { windows, start } = scenario;
  if (windows === undefined || from === undefined) return scenario;
  return { ...scenario, start: start + from, horizon: windows.every };
}

/** Seconds that the workload goes on: the horizon, or until the last source has ended. */
export function workloadLength({ horizon, workload }: Scenario, traces: Traces): number {
  return horizon ?? Math.max(...workload.map((spec) => sourceEnd(spec, traces.get(spec.name))));
}

function sourceEnd(spec: SourceSpec, trace: Trace | undefined): number {
  const { until = Number.POSITIVE_INFINITY } = spec;
  if (spec.kind === "spikes") return Math.max(...spec.at) + spec.over;
  if (spec.kind !== "trace" || trace === undefined) return until;
  const { arrivals, interval = 0 } = trace;
  const length =
    spec.window?.until === undefined ? (arrivals.at(-1) ?? 0) + interval : spec.window.until - spec.window.from;
  return Math.min(until, spec.from + length / spec.speedUp);
}
