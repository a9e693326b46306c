import type { Scenario } from "../../scenarios/scenario.ts";
import { boundOf, type Prices } from "../bound/bound.ts";
import { loadSolver } from "../bound/linear-program.ts";
import { workOf } from "../bound/parts.ts";
import { whyNoBound } from "../bound/why-no-bound.ts";
import { type Crew, others } from "../crew.ts";
import { readMetric } from "../measure/catalogue/metric.ts";
import { metricValue } from "../measure/metric-value.ts";
import { minimized } from "../measure/recommend.ts";
import { estimate } from "../measure/summary.ts";
import type { Bound, PolicyResult, Result, RunMeasures } from "../result.ts";
import { type Listening, runAll } from "../run-all.ts";
import { inWindow, type Unit } from "../units.ts";
import type { Traces } from "../workload/index.ts";
import { bestStatic, type RunSize } from "./best-static.ts";

export interface BaselinesOptions extends Listening {
  readonly crew: Crew;
  readonly traces: Traces;
  /** What each policy was run on. */
  readonly units: readonly Unit[];
  /** Label of a policy. */
  readonly baseline: string;
}

type Measured = Pick<PolicyResult, "label" | "runs" | "summary">;

export interface Baselines extends Pick<Result, "bestStatic" | "noBestStatic" | "noBound"> {
  /** In the order of the policies; none without them. */
  readonly bounds: readonly Bound[];
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
  const minimize = minimized(policies, scenario.objective);
  const words = readMetric(minimize).measure?.words ?? minimize;
  const other = PAID.includes(minimize)
    ? undefined
    : `the objective minimizes ${words}, and this is found only for cost, replica hours and GPU hours`;
  const paid = other === undefined ? minimize : "cost.total";
  if (policies.some(({ summary }) => summary[paid] === undefined))
    return without(other ?? `${words} is to be as little as possible, and is not known`);
  const { units, baseline, halt } = options;
  const prices = pricesOf(scenario, paid);
  const runSize = sizes(options, policies.length * units.length);
  const found = other ?? (await bestStatic({ scenario, policies, units, baseline, price: prices.group, runSize }));
  if (halt?.aborted === true) return without("interrupted");
  const noBound = whyNoBound(scenario);
  const measured = typeof found === "string" ? policies : [...policies, found];
  const bounds = noBound === undefined ? await boundsOf(scenario, measured, paid, prices, options) : [];
  const why = noBound === undefined ? {} : { noBound };
  if (typeof found === "string") return { bounds, noBestStatic: found, ...why };
  const { runs: _, ...told } = found;
  const own = bounds[policies.length];
  return {
    bounds: bounds.slice(0, policies.length),
    bestStatic: { label: BEST, minimize: paid, ...told, ...(own && { bound: own }) },
    ...why,
  };
}

function without(why: string): Baselines {
  return { bounds: [], noBestStatic: why, noBound: why };
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

async function boundsOf(
  scenario: Scenario,
  policies: readonly Pick<Measured, "runs">[],
  measure: string,
  prices: Prices,
  { traces, units, signal }: BaselinesOptions,
): Promise<Bound[]> {
  const solver = await loadSolver();
  const values = policies.map((): number[] => []);
  for (const [index, unit] of units.entries()) {
    const own = inWindow(scenario, unit);
    const work = workOf(own, traces, unit);
    for (const [which, { runs }] of policies.entries()) {
      await others();
      signal?.throwIfAborted();
      values[which]!.push(boundOf(own, work, runs[index]!, prices, solver));
    }
  }
  return policies.map(({ runs }, which) => told(measure, values[which]!, runs));
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

/** As the measure to be minimized counts them. */
function pricesOf({ groups, nodes }: Scenario, measure: string): Prices {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const money = measure === "cost.total";
  const gpu = gpuPrice(groups, nodes);
  const group = (name: string) => {
    const { pricePerHour = 0, needs } = byName.get(name)!;
    if (money) return pricePerHour + needs.gpus * gpu;
    return measure === "gpuHours" ? needs.gpus : 1;
  };
  return { group, nodes: money ? nodes.reduce((sum, { pricePerHour = 0 }) => sum + pricePerHour, 0) : 0 };
}

/** What a replica's share of a GPU costs at least: of the cheapest one, with as many others on it as have room. */
function gpuPrice(groups: Scenario["groups"], nodes: Scenario["nodes"]): number {
  const least = Math.min(...groups.flatMap(({ needs }) => (needs.gpus === 0 ? [] : [needs.gpuMemory])));
  const prices = nodes.flatMap(({ gpus }) =>
    gpus.map(({ memory, pricePerHour = 0 }) => pricePerHour / Math.max(1, Math.floor(memory / least))),
  );
  return prices.length === 0 ? 0 : Math.min(...prices);
}

const BEST = "best static";
/** What every replica adds to, so that fewer are better, and what the bound holds for. */
const PAID: readonly string[] = ["cost.total", "replicaHours", "gpuHours"];
