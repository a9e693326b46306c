import type { Scenario } from "../../scenarios/scenario.ts";
import { constraintsOf, estimated, keeps, type Limit, limitText, valuesOf } from "../measure/constraints.ts";
import { summarize } from "../measure/summary.ts";
import type { BestStatic, PolicyResult, RunMeasures } from "../result.ts";
import type { Unit } from "../units.ts";
import { type Axis, type Counts, leastSizes } from "./size-search.ts";

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
 * percentile of the wait of the baseline. A string says why there is none.
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
  const near = await leastSizes(axes, does(1));
  const counts = await leastSizes(axes, does(units.length), near);
  if (counts === undefined) {
    return `the largest fixed sizes within the groups' bounds do not keep ${constraints.limits.map(limitText).join(" and ")}`;
  }
  const runs = await measured(counts, units.length);
  return {
    counts,
    ...valuesOf(runs, constraints.limits)!,
    ...(constraints.like === undefined ? {} : { like: constraints.like }),
    tried: known.size,
    ...(axes.length < 2 ? {} : { note: "one group's size after the other; trades between groups are not tried" }),
    summary: summarize(runs),
    runs,
  };
}

interface Target {
  readonly limits: readonly Limit[];
  readonly like?: string;
  kept(runs: RunMeasures[]): boolean;
}

function target({ scenario, policies, baseline }: StaticSearch): Target {
  const given = constraintsOf(scenario.objective);
  const mean = (runs: RunMeasures[], measure: string) => estimated({ runs }, measure)?.mean;
  if (given.length > 0) {
    const kept = (runs: RunMeasures[]) =>
      given.every((limit) => {
        const value = mean(runs, limit.measure);
        return value !== undefined && keeps(limit, value);
      });
    return { limits: given, kept };
  }
  const like = policies.find(({ label }) => label === baseline);
  const reached = like && mean(like.runs, LATENCY);
  if (like === undefined || reached === undefined) return { limits: [], kept: () => false };
  const kept = (runs: RunMeasures[]) => (mean(runs, LATENCY) ?? Infinity) <= reached;
  return { limits: [{ measure: LATENCY, below: reached }], like: like.label, kept };
}

/** The dearest group first: it is made small while there is plenty of the others. */
function axesOf({ scenario, policies, price }: StaticSearch): Axis[] {
  const axes = scenario.groups.map(({ name, minimum, maximum }): Axis => {
    const measured = policies.flatMap(({ runs }) => runs.map((run) => run.groups[name]!));
    const peak = Math.max(1, ...measured.map(({ maxReplicas }) => maxReplicas));
    const busy = Math.max(0, ...measured.map(({ meanReplicas }) => meanReplicas.busy));
    const most = maximum ?? PLENTY * peak;
    return { name, least: Math.min(minimum, most), most, guess: Math.ceil(busy) };
  });
  return axes.sort((a, b) => price(b.name) - price(a.name));
}

const LATENCY = "wait.p95";
/** Where a group has no maximum: so many times what the policies had at most. */
const PLENTY = 4;
