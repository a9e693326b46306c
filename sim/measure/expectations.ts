import type { ExpectSpec } from "../../scenarios/expect-spec.ts";
import type { Estimate, Expectation, PolicyResult, RunMeasures } from "../result.ts";
import { metricValue } from "./metric-value.ts";
import { estimate } from "./summary.ts";

/**
 * Every expectation of every policy it is about. It is met where all of the interval is on the right side of the limit, and failed
 * where all of it is on the wrong one, or nothing was measured; in between the runs do not tell. A single run is taken at its word.
 */
export function judgeExpectations(
  expect: readonly ExpectSpec[],
  policies: readonly Pick<PolicyResult, "label" | "runs">[],
): Expectation[] {
  return policies.flatMap(({ label, runs }) =>
    expect
      .filter(({ policy = label }) => policy === label)
      .map((spec): Expectation => {
        const value = measured(spec, runs);
        const outcome = value === undefined ? "failed" : outcomeOf(spec, value);
        return { text: spec.text, policy: label, outcome, ...(value === undefined ? {} : { value }) };
      }),
  );
}

function measured({ measure, perHour }: ExpectSpec, runs: readonly RunMeasures[]): Estimate | undefined {
  const values = runs.flatMap((run) => {
    const value = metricValue(measure, run);
    return value === undefined ? [] : [perHour ? value / (run.duration / 3600) : value];
  });
  return values.length === 0 || values.length < runs.length ? undefined : estimate(values);
}

function outcomeOf(spec: ExpectSpec, { mean, low = mean, high = mean }: Estimate): Expectation["outcome"] {
  const [lowHolds, highHolds] = [holds(spec, low), holds(spec, high)];
  if (lowHolds && highHolds) return "met";
  return lowHolds || highHolds ? "not distinguishable" : "failed";
}

function holds({ comparison, limit }: ExpectSpec, value: number): boolean {
  if (comparison === "<") return value < limit;
  if (comparison === "<=") return value <= limit;
  return comparison === ">" ? value > limit : value >= limit;
}
