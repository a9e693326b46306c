import type { ExpectedCalm, ExpectedMeasure, ExpectSpec } from "../../scenarios/expect-spec.ts";
import type { Estimate, Expectation, PolicyResult, RunMeasures } from "../result.ts";
import { readMetric } from "./catalogue/metric.ts";
import { metricValue } from "./metric-value.ts";
import { estimate } from "./summary.ts";

type Told = Omit<Expectation, "text" | "policy">;

/** Every expectation of every policy it is about. */
export function judgeExpectations(
  expect: readonly ExpectSpec[],
  policies: readonly Pick<PolicyResult, "label" | "runs">[],
): Expectation[] {
  return policies.flatMap(({ label, runs }) =>
    expect
      .filter(({ policy = label }) => policy === label)
      .map((spec): Expectation => {
        const told = "never" in spec ? judgeCalm(spec, runs) : judgeMeasure(spec, runs);
        return { text: spec.text, policy: label, ...told };
      }),
  );
}

/**
 * It is met where all of the interval is on the right side of the limit, and failed where all of it is on the wrong one, or nothing
 * was measured; in between the runs do not tell. A single run is taken at its word. What is to be exactly a limit is so in every run.
 */
function judgeMeasure(spec: ExpectedMeasure, runs: readonly RunMeasures[]): Told {
  const values = runs.map((run) => metricValue(spec.measure, run)).filter((value) => value !== undefined);
  if (values.length === 0 || values.length < runs.length) return { outcome: "failed" };
  const value = estimate(values);
  const outcome = spec.comparison === "=" ? inEvery(spec, values) : outcomeOf(spec, value);
  return { outcome, value, unit: unitOf(spec.measure) };
}

function unitOf(text: string): string {
  const { measure, perHour } = readMetric(text);
  const unit = measure?.unit ?? "1";
  return perHour ? `${unit}/h` : unit;
}

function outcomeOf(spec: ExpectedMeasure, { mean, low = mean, high = mean }: Estimate): Expectation["outcome"] {
  const [lowHolds, highHolds] = [holds(spec, low), holds(spec, high)];
  if (lowHolds && highHolds) return "met";
  return lowHolds || highHolds ? "not distinguishable" : "failed";
}

function inEvery({ limit }: ExpectedMeasure, values: readonly number[]): Expectation["outcome"] {
  return values.every((value) => value === limit) ? "met" : "failed";
}

function holds({ comparison, limit }: ExpectedMeasure, value: number): boolean {
  if (comparison === "<") return value < limit;
  if (comparison === "<=") return value <= limit;
  return comparison === ">" ? value > limit : value >= limit;
}

/** One change that was not to be, in any run, fails it; so does a demand that is not known of any group. */
function judgeCalm({ never, within, of }: ExpectedCalm, runs: readonly RunMeasures[]): Told {
  const groups = runs.flatMap(({ seed, groups: all }) =>
    Object.entries(all).flatMap(([group, measured]) =>
      (of ?? group) === group && measured.unexplainedReversals !== undefined ? [{ seed, group, measured }] : [],
    ),
  );
  const [example] = groups
    .flatMap(({ seed, group, measured }) => {
      const found = never === "scale-down" ? measured.soonestDown : measured.soonestUp;
      return found === undefined || found.after >= within ? [] : [{ ...found, seed, group }];
    })
    .sort((a, b) => a.after - b.after);
  if (example !== undefined) return { outcome: "failed", example };
  return { outcome: groups.length === 0 ? "failed" : "met" };
}
