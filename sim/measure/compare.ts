import type { Difference, PolicyResult, RunMeasures } from "../result.ts";
import { type Measure, measures } from "./catalogue/index.ts";
import { holm } from "./holm.ts";
import { type PairedDifference, pairedDifference } from "./paired-difference.ts";
import { runsNeeded } from "./runs-needed.ts";
import { unpairedDifference } from "./unpaired-difference.ts";

/** What a comparison is judged by before all else, whatever the objective: service, money and calm. */
const HEADLINE = ["wait.p95", "attainment", "unfinished", "lost", "cost.total", "reversals"];

/** The level that the verdicts are given at. */
const LEVEL = 0.05;

type Measured = Pick<PolicyResult, "label" | "runs">;

/** A policy, and what it is compared with. */
export interface Opposed {
  readonly label: string;
  readonly runs: readonly RunMeasures[];
  readonly base: readonly RunMeasures[];
  readonly unpaired?: boolean;
}

/**
 * Every policy against the baseline, seed by seed, in each measure that has a better direction; by label and measure. Verdicts are
 * corrected after Holm over all policies and headline measures together, and likewise over all the others, so that looking at more
 * measures does not blur the few that count. Nothing is said with fewer than two runs.
 */
export function compare(
  policies: readonly Measured[],
  baseline: string,
  alsoHeadline: readonly string[] = [],
): ReadonlyMap<string, Record<string, Difference>> {
  const base = policies.find(({ label }) => label === baseline);
  if (base === undefined) throw new Error(`no policy is called "${baseline}"`);
  const others = policies.filter((policy) => policy !== base);
  return compareEach(
    others.map((policy) => ({ ...policy, base: base.runs })),
    alsoHeadline,
  );
}

/** Each policy against runs of its own. Without `unpaired`, the runs at the same place met the same work. */
export function compareEach(
  others: readonly Opposed[],
  alsoHeadline: readonly string[] = [],
): ReadonlyMap<string, Record<string, Difference>> {
  const headline = new Set([...HEADLINE, ...alsoHeadline]);
  const pairs = others.flatMap((policy) => measures.flatMap((measure) => pairOf(policy, measure)));
  const judged = [true, false].flatMap((first) =>
    judge(
      pairs.filter((pair) => headline.has(pair.measure.name) === first),
      first,
    ),
  );
  return new Map(
    others.map(({ label }) => [
      label,
      Object.fromEntries(judged.flatMap(([pair, told]) => (pair.label === label ? [[pair.measure.name, told]] : []))),
    ]),
  );
}

interface Pair {
  readonly label: string;
  readonly measure: Measure;
  readonly difference: PairedDifference;
}

/** None where a run of either does not know the measure. */
function pairOf({ label, runs, base, unpaired = false }: Opposed, measure: Measure): Pair[] {
  if (measure.better === undefined) return [];
  const values = runs.map(measure.of).filter((value) => value !== undefined);
  const others = base.map(measure.of).filter((value) => value !== undefined);
  if (values.length < runs.length || others.length < base.length) return [];
  const difference = (unpaired ? unpairedDifference : pairedDifference)(values, others);
  return difference === undefined ? [] : [{ label, measure, difference }];
}

/** One family of comparisons: their verdicts are right together. */
function judge(family: readonly Pair[], headline: boolean): [Pair, Difference][] {
  const adjusted = holm(family.map(({ difference }) => difference.p));
  return family.map((pair, index) => {
    const { deviation: _, ...told } = pair.difference;
    const verdict = verdictOf(pair, adjusted[index]!);
    // At the level that is enough at whichever rank Holm gives it.
    const needed = verdict === "not distinguishable" ? runsNeeded(pair.difference, LEVEL / family.length) : undefined;
    return [
      pair,
      {
        ...told,
        adjusted: adjusted[index]!,
        ...(headline ? { headline } : {}),
        verdict,
        ...(needed === undefined ? {} : { runsNeeded: needed }),
      },
    ];
  });
}

function verdictOf({ measure, difference }: Pair, adjusted: number): Difference["verdict"] {
  if (adjusted >= LEVEL) return "not distinguishable";
  return difference.mean < 0 === (measure.better === "lower") ? "better" : "worse";
}
