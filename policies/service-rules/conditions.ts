import type { Group, Observation, Seconds } from "../policy.ts";
import { type Clocks, clockOf, type ServiceMemory } from "./memory.ts";
import { type Metric, metricOf } from "./metrics.ts";
import type { Parameters, Rule, Service } from "./parameters.ts";

/** Each rule of a service as it stands at this check. */
export interface RuleState {
  readonly metric: Metric;
  readonly rule: Rule;
  /** Missing: not known now. */
  readonly value?: number;
  /** Beyond the threshold now; `satisfied`: for as long as the rule asks. */
  readonly up: Condition;
  readonly down: Condition;
}

export type Condition = "false" | "pending" | "satisfied";

export interface Conditions {
  readonly rules: readonly RuleState[];
  readonly clocks: Clocks;
}

/**
 * Moves the hold clocks of a service on. A clock starts at the first check that finds its condition true and is satisfied once it
 * has run for the duration, as Prometheus' `for`; a check that finds it false or unknown stops it, and so does a gap between checks.
 * The service's own steps do not: durations exceed cooldowns, which would be without effect.
 */
export function conditionsOf(
  parameters: Parameters,
  service: Service,
  group: Group,
  observation: Observation,
  before: ServiceMemory,
): Conditions {
  const { time } = observation;
  const isGap = before.seen !== null && time - before.seen > parameters.staleAfter;
  const earlier = isGap ? {} : before.clocks;
  const clocks: Record<string, Seconds> = {};
  const run = (clock: string, isTrue: boolean, duration: Seconds): Condition => {
    if (!isTrue) return "false";
    const since = earlier[clock] ?? time;
    clocks[clock] = since;
    return time - since >= duration ? "satisfied" : "pending";
  };
  const rules = Object.entries(service.rules).map(([name, rule]): RuleState => {
    const metric = name as Metric;
    const value = metricOf(metric, group, observation, parameters.undefinedWhenIdle);
    const up = run(clockOf(metric, "up"), value !== undefined && rule.up !== null && value > rule.up, rule.upFor);
    const down = run(
      clockOf(metric, "down"),
      value !== undefined && rule.down !== null && value < rule.down,
      rule.downFor,
    );
    return { metric, rule, up, down, ...(value === undefined ? {} : { value }) };
  });
  return { rules, clocks };
}
