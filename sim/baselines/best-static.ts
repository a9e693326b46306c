import type { Scenario } from "../../scenarios/scenario.ts";
import { families } from "../measure/catalogue/index.ts";
import { isRegret, readMetric } from "../measure/catalogue/metric.ts";
import { constraintsOf, estimated, keeps, type Limit, limitText, valuesOf } from "../measure/constraints.ts";
import { summarize } from "../measure/summary.ts";
import type { BestStatic, PolicyResult, RunMeasures } from "../result.ts";
import type { Unit } from "../units.ts";
import { cheapestSizes, type PricedAxis } from "./cheapest-sizes.ts";
import type { Counts } from "./size-search.ts";

/** Runs of a fixed size, in the order of the units. */
export type RunSize = (counts: Counts, units: readonly Unit[]) => Promise<RunMeasures[]>;

export interface StaticSearch {
  readonly scenario: Scenario;
  readonly policies: readonly Pick<PolicyResult, "label" | "runs">[];
  readonly units: readonly Unit[];
  readonly baseline: string;
  /** Cost of a replica of a group, to make the dearest small first. */
  readonly price: (group: string) => number;
  readonly runSize: RunSize;
}

export type FoundStatic = Pick<BestStatic, "counts" | "subjectTo" | "tried" | "summary"> &
  Partial<Pick<BestStatic, "atLeast" | "like" | "note">> & { readonly runs: RunMeasures[] };

/**
 * The cheapest fixed size within the groups' bounds that keeps the objective's constraints or, where it has none, reaches the 95th
 * percentile of the wait of the baseline; by the means over the units, as `recommend` judges policies. A string says why there is
 * none. Sizes are made as cheap as the limits allow that more replicas help to keep; the others are judged in what that gives.
 */
export async function bestStatic(search: StaticSearch): Promise<FoundStatic | string> {
  const { units, runSize } = search;
  const constraints = target(search);
  if (constraints.limits.length === 0) return "nothing says how long tasks may wait, and none arrived";
  const known = new Map<string, RunMeasures[]>();

  async function measured(counts: Counts, most: number): Promise<RunMeasures[]> {
    const key = JSON.stringify(counts);
    const before = known.get(key) ?? [];
    if (before.length >= Math.min(most, units.length)) return before;
    const runs = [...before, ...(await runSize(counts, units.slice(before.length, most)))];
    known.set(key, runs);
    return runs;
  }

  const does = (most: number) => async (counts: Counts) => constraints.kept(await measured(counts, most));
  const axes = axesOf(search);
  // One of them tells nearly what all of them do: all of them are for sizes near the answer.
  const counts = await cheapestSizes(axes, does(1), does(units.length));
  if (counts === undefined) {
    return `the largest fixed sizes within the groups' bounds do not keep ${written(constraints.limits.filter(isEased))}`;
  }
  const runs = await measured(counts, units.length);
  const missed = constraints.limits.filter((limit) => !isEased(limit) && !isKept(limit, runs));
  if (missed.length > 0) return `${told(constraints.limits.filter(isEased))} do not keep ${written(missed)}`;
  return {
    counts,
    ...valuesOf(runs, constraints.limits)!,
    ...(constraints.like === undefined ? {} : { like: constraints.like }),
    tried: known.size,
    ...(axes.length < 2 ? {} : { note: NOTE }),
    summary: summarize(runs),
    runs,
  };
}

/** Whether more replicas help to keep it. */
function isEased(limit: Limit): boolean {
  const { measure } = readMetric(limit.measure);
  if (measure === undefined || measure.better !== ("below" in limit ? "lower" : "higher")) return false;
  return EASED.includes(measure) || SHORTAGES.has(measure.name);
}

function isKept(limit: Limit, runs: RunMeasures[]): boolean {
  const mean = estimated({ runs }, limit.measure)?.mean;
  return mean !== undefined && keeps(limit, mean);
}

function written(limits: readonly Limit[]): string {
  return limits.map(limitText).join(" and ");
}

/** The sizes that were found for these limits. */
function told(eased: readonly Limit[]): string {
  return eased.length === 0
    ? "the smallest fixed sizes within the groups' bounds"
    : `the smallest fixed sizes found with ${written(eased)}`;
}

interface Target {
  readonly limits: readonly Limit[];
  readonly like?: string;
  /** As far as more replicas help. */
  kept(runs: RunMeasures[]): boolean;
}

function target({ scenario, policies, baseline }: StaticSearch): Target {
  const given = constraintsOf(scenario.objective).filter(({ measure }) => !isRegret(measure));
  if (given.length > 0) {
    const eased = given.filter(isEased);
    return { limits: given, kept: (runs) => eased.every((limit) => isKept(limit, runs)) };
  }
  const mean = (runs: readonly RunMeasures[]) => estimated({ runs: [...runs] }, LATENCY)?.mean;
  const like = policies.find(({ label }) => label === baseline);
  const reached = like && mean(like.runs);
  if (like === undefined || reached === undefined) return { limits: [], kept: () => false };
  const kept = (runs: RunMeasures[]) => (mean(runs) ?? Infinity) <= reached;
  return { limits: [{ measure: LATENCY, below: reached }], like: like.label, kept };
}

/** The dearest group first: it is made small while there is plenty of the others. */
function axesOf({ scenario, policies, price }: StaticSearch): PricedAxis[] {
  const axes = scenario.groups.map(({ name, minimum, maximum }): PricedAxis => {
    const measured = policies.flatMap(({ runs }) => runs.map((run) => run.groups[name]!));
    const peak = Math.max(1, ...measured.map(({ maxReplicas }) => maxReplicas));
    const busy = Math.max(0, ...measured.map(({ meanReplicas }) => meanReplicas.busy));
    const most = maximum ?? PLENTY * peak;
    return { name, least: Math.min(minimum, most), most, guess: Math.ceil(busy), price: price(name) };
  });
  return axes.sort((a, b) => b.price - a.price);
}

const NOTE = "searched group by group, then by trades between two of them";
const LATENCY = "wait.p95";
const EASED = [...families.Latency!, ...families.Work!];
/** Of supply. */
const SHORTAGES: ReadonlySet<string> = new Set(["elasticity.thetaU", "elasticity.thetaUNormalized", "elasticity.tauU"]);
/** Where a group has no maximum: so many times what the policies had at most. */
const PLENTY = 4;
