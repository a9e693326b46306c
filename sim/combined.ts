import { createHash } from "node:crypto";
import type { Scenario } from "../scenarios/scenario.ts";
import { compareEach } from "./measure/compare.ts";
import { recommend } from "./measure/recommend.ts";
import { described, estimate, summarize } from "./measure/summary.ts";
import type { Bound, Expectation, OfOne, PolicyResult, Recommendation, Result, RunMeasures } from "./result.ts";

export interface Named {
  readonly name: string;
  readonly result: Result;
}

/**
 * Saved results of one scenario as one: all their policies, on the work that all of them met. Those of the second result and on are
 * compared with the policy of the same label in the first, or with its baseline. What was judged or sought for each result by itself,
 * expectations and fixed sizes, is told of each. Undefined where no work was met by all.
 */
export function combined(given: readonly [Named, ...Named[]]): Result | undefined {
  const [{ name, result: first }, ...others] = given;
  const shared = unitsMet(first).filter((unit) => others.every(({ result }) => unitsMet(result).includes(unit)));
  if (shared.length === 0) return undefined;
  const labels = [...new Set(given.flatMap(({ result }) => result.policies.map(({ label }) => label)))];
  // Those of one label beside each other.
  const policies = labels.flatMap((label) => given.flatMap((one) => renamed(label, one, shared) ?? []));
  const against = new Map(
    others.flatMap((other) =>
      other.result.policies.flatMap(({ label }): [string, string][] => {
        const base = opposite(first, label);
        return base === undefined ? [] : [[labelOf(label, other.name), labelOf(base.label, name)]];
      }),
    ),
  );
  const runsOf = (label: string | undefined) => policies.find((policy) => policy.label === label)?.runs ?? [];
  const opposed = policies.filter(({ label }) => against.has(label));
  const differences =
    shared.length < 2
      ? undefined
      : compareEach(opposed.map(({ label, runs }) => ({ label, runs, base: runsOf(against.get(label)) })));
  const recommendation = recommend(policies, (first.scenario as Partial<Scenario>).objective, "");
  const expectations = given.flatMap(expectationsOf);
  const result: Omit<Result, "fingerprint"> = {
    version: 1,
    generator: first.generator,
    scenario: first.scenario,
    name: first.name,
    description: first.description,
    start: first.start,
    seeds: ofShared(first.seeds, first, shared),
    ...(first.windows === undefined ? {} : { windows: { ...first.windows, from: shared } }),
    warnings: warningsOf(given, shared),
    workload: first.workload,
    measures: described(),
    ...(expectations.length === 0 ? {} : { expectations }),
    ...(recommendation === undefined ? {} : { recommendation: opposedTo(recommendation, against) }),
    policies: policies.map((policy) => {
      const [own, comparedWith] = [differences?.get(policy.label), against.get(policy.label)];
      return { ...policy, ...(own && comparedWith !== undefined && { comparedWith, differences: own }) };
    }),
    ofEach: given.map((one) => soughtFor(one, shared)),
  };
  return { ...result, fingerprint: createHash("sha256").update(JSON.stringify(result)).digest("hex") };
}

/** What tells the runs of a result apart, in their order: where windows begin, or seeds. */
export function unitsMet({ windows, seeds }: Result): readonly number[] {
  return windows?.from ?? seeds;
}

/** With what a policy of another result is compared: that of the same label, else the baseline. */
export function opposite({ policies, baseline }: Result, label: string): PolicyResult | undefined {
  return (
    policies.find((policy) => policy.label === label) ??
    policies.find((policy) => policy.label === baseline) ??
    policies[0]
  );
}

function labelOf(label: string, name: string): string {
  return `${label} (${name})`;
}

function ofShared<T>(list: readonly T[], result: Result, shared: readonly number[]): T[] {
  const units = unitsMet(result);
  return shared.flatMap((unit) => list[units.indexOf(unit)] ?? []);
}

function renamed(label: string, { name, result }: Named, shared: readonly number[]): PolicyResult | undefined {
  const policy = result.policies.find((each) => each.label === label);
  if (policy === undefined) return undefined;
  const { differences: _, bound, ...kept } = policy;
  const runs = ofShared(policy.runs, result, shared);
  return {
    ...kept,
    label: labelOf(label, name),
    runs,
    summary: summarize(runs),
    ...(bound === undefined ? {} : { bound: boundOf(bound, ofShared(bound.runs, result, shared), runs) }),
  };
}

/** Each run has a bound of its own. */
function boundOf({ measure }: Bound, values: readonly number[], runs: readonly RunMeasures[]): Bound {
  const regrets = runs.flatMap(({ regret }) => regret ?? []);
  const regret = regrets.length === runs.length ? { regret: estimate(regrets) } : {};
  return { measure, value: estimate(values), ...regret, runs: [...values] };
}

function soughtFor({ name, result }: Named, shared: readonly number[]): OfOne {
  const { bestStatic, noBestStatic, noBound, policies } = result;
  const [runs, like] = [unitsMet(result).length, bestStatic?.like];
  return {
    name,
    labels: policies.map(({ label }) => labelOf(label, name)),
    ...(runs === shared.length ? {} : { otherRuns: runs }),
    ...(bestStatic && { bestStatic: { ...bestStatic, ...(like !== undefined && { like: labelOf(like, name) }) } }),
    ...(noBestStatic === undefined ? {} : { noBestStatic }),
    ...(noBound === undefined ? {} : { noBound }),
  };
}

/** As they were judged, over all runs of the result. */
function expectationsOf({ name, result: { expectations = [] } }: Named): Expectation[] {
  return expectations.map((each) => ({ ...each, policy: labelOf(each.policy, name) }));
}

/** Beside what the results warn of: which runs are not in it, and whether they were made by different versions. */
function warningsOf(given: readonly Named[], shared: readonly number[]): string[] {
  const versions = new Set(given.map(({ result }) => result.generator.version));
  const told = new Set(given.flatMap(({ result }) => result.warnings));
  return [
    ...(versions.size === 1
      ? []
      : [
          `made by different versions, which may be what differs: ${given.map(({ name, result }) => `${name} by ${result.generator.version}`).join(", ")}`,
        ]),
    ...given.flatMap(({ name, result }) => {
      const count = unitsMet(result).length - shared.length;
      const runs = count === 1 ? "1 run" : `${count} runs`;
      const but = (result.expectations?.length ?? 0) === 0 ? "" : "; its expectations were judged with all of its runs";
      return count === 0 ? [] : [`${runs} of each policy of ${name} left out: on work that not all of them met${but}`];
    }),
    ...[...told].map((warning) => {
      const warned = given.filter(({ result }) => result.warnings.includes(warning));
      return warned.length === given.length ? warning : `${warned.map(({ name }) => name).join(", ")}: ${warning}`;
    }),
  ];
}

/** Against the policy that there is a difference from, or to. */
function opposedTo(recommendation: Recommendation, against: ReadonlyMap<string, string>): Recommendation {
  const { against: _, ...kept } = recommendation;
  const to = [...against].find(([, base]) => base === recommendation.policy)?.[0];
  const other = against.get(recommendation.policy) ?? to;
  return other === undefined ? kept : { ...kept, against: other };
}
