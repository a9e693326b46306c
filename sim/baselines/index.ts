import type { Scenario } from "../../scenarios/scenario.ts";
import { pricesOf } from "../bound/prices.ts";
import { whyNoBound } from "../bound/why-no-bound.ts";
import type { Crew } from "../crew.ts";
import { isRegret, readMetric } from "../measure/catalogue/metric.ts";
import { metricValue } from "../measure/metric-value.ts";
import { minimized } from "../measure/recommend.ts";
import { estimate } from "../measure/summary.ts";
import type { Bound, PolicyResult, Result, RunMeasures } from "../result.ts";
import { type Listening, runAll } from "../run-all.ts";
import type { Unit } from "../units.ts";
import { bestStatic, type RunSize } from "./best-static.ts";
import type { Beside } from "./with-regret.ts";

export interface BaselinesOptions extends Listening {
  readonly crew: Crew;
  /** What each policy was run on. */
  readonly units: readonly Unit[];
  /** Label of a policy. */
  readonly baseline: string;
}

type Measured = Pick<PolicyResult, "label" | "runs" | "summary">;

export interface Baselines extends Beside {
  readonly told: Pick<Result, "bestStatic" | "noBestStatic" | "noBound">;
}

/**
 * What stands beside the policies: the cheapest fixed size, and for each of them what hindsight would have paid, which is
 * counted in cost where the objective minimizes nothing that is paid. When halted, it is without what was not found by then.
 */
export async function baselinesOf(
  scenario: Scenario,
  policies: readonly Measured[],
  options: BaselinesOptions,
): Promise<Baselines> {
  const minimize = aim(policies, scenario.objective);
  const words = readMetric(minimize).measure?.words ?? minimize;
  const other = PAID.includes(minimize)
    ? undefined
    : `the objective minimizes ${words}, and this is found only for cost, replica hours and GPU hours`;
  const paid = other === undefined ? minimize : "cost.total";
  if (policies.some(({ summary }) => summary[paid] === undefined))
    return without(other ?? `${words} is to be as little as possible, and is not known`);
  const { units, baseline, halt } = options;
  const price = pricesOf(scenario, paid).group;
  const runSize = sizes(options, policies.length * units.length);
  const noBound = whyNoBound(scenario);
  // Together, because the search often has one run to make, and waits for what it tells.
  const [found, ofPolicies] = await Promise.all([
    other ?? bestStatic({ scenario, policies, units, baseline, price, runSize }),
    noBound === undefined ? boundsOf(policies, paid, options) : [],
  ]);
  if (halt?.aborted === true) return without("interrupted");
  const why = noBound === undefined ? {} : { noBound };
  if (typeof found === "string") return { bounds: ofPolicies, told: { noBestStatic: found, ...why } };
  const { runs, ...size } = found;
  const [own] = noBound === undefined ? await boundsOf([{ runs }], paid, options) : [];
  const summary = { ...size.summary, ...(own?.regret && { regret: own.regret }) };
  const best = { label: BEST, minimize: paid, ...size, summary, ...(own && { bound: own }) } as const;
  return { bounds: ofPolicies, fixed: { paid, runs }, told: { bestStatic: best, ...why } };
}

function without(why: string): Baselines {
  return { bounds: [], told: { noBestStatic: why, noBound: why } };
}

/** Least regret is least of what is paid. */
function aim(policies: readonly Measured[], objective: Scenario["objective"]): string {
  const minimize = minimized(policies, objective);
  return isRegret(minimize) ? minimized(policies, undefined) : minimize;
}

/** Runs of fixed sizes, after the others and like them, but without a journal. How many they will be is not known before. */
function sizes({ crew, onProgress, signal, halt }: BaselinesOptions, before: number): RunSize {
  let earlier = before;
  return async (counts, units) => {
    const jobs = units.map((unit) => ({ label: BEST, ...unit, counts }));
    const listening = { ...(onProgress && { onProgress }), ...(signal && { signal }), ...(halt && { halt }) };
    const runs = await runAll(jobs, crew, listening, earlier);
    earlier += jobs.length;
    return runs.flatMap((run) => run?.measures ?? []);
  };
}

/** By those who make the runs, a unit at a time. */
async function boundsOf(
  policies: readonly Pick<Measured, "runs">[],
  measure: string,
  { units, crew, signal }: BaselinesOptions,
): Promise<Bound[]> {
  const values: (readonly number[])[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < units.length; index = next++) {
      const runs = policies.map((policy) => policy.runs[index]!);
      values[index] = await crew.bound({ ...units[index]!, measure, runs }, signal);
    }
  }
  await Promise.all(Array.from({ length: crew.size }, work));
  return policies.map(({ runs }, which) =>
    told(
      measure,
      values.map((ofUnit) => ofUnit[which]!),
      runs,
    ),
  );
}

function told(measure: string, values: readonly number[], runs: readonly RunMeasures[]): Bound {
  const regrets = values.map((value, index) => metricValue(measure, runs[index]!)! / value - 1);
  return {
    measure,
    value: estimate(values),
    ...(values.some((value) => value === 0) ? {} : { regret: estimate(regrets) }),
    runs: [...values],
  };
}

const BEST = "best static";
/** What every replica adds to, so that fewer are better, and what the bound holds for. */
const PAID: readonly string[] = ["cost.total", "replicaHours", "gpuHours"];
