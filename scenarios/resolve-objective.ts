import { definite } from "./definite.ts";
import type { ExpectSpec } from "./expect-spec.ts";
import { scoped } from "./metric-scope.ts";
import type { ObjectiveSpec } from "./objective-spec.ts";
import type { PrecisionSpec } from "./precision-spec.ts";
import type { ScenarioFile } from "./schema.ts";

/** What has to come out, every metric by the names of results. */
export function expectSpecs(read: ScenarioFile): ExpectSpec[] | undefined {
  return read.expect?.flat().map((line) => ("never" in line ? line : { ...line, measure: scoped(line.measure, read) }));
}

/** Constraints apart by which side of their limit is right. */
export function objectiveSpec(read: ScenarioFile): ObjectiveSpec | undefined {
  if (read.objective === undefined) return undefined;
  const { minimize, subjectTo = [], ...rest } = read.objective;
  const below = subjectTo.flatMap((each) =>
    "below" in each ? [{ ...each, measure: scoped(each.measure, read) }] : [],
  );
  const above = subjectTo.flatMap((each) =>
    "above" in each ? [{ ...each, measure: scoped(each.measure, read) }] : [],
  );
  return definite({
    ...rest,
    minimize: minimize && scoped(minimize, read),
    subjectTo: below.length === 0 ? undefined : below,
    atLeast: above.length === 0 ? undefined : above,
  });
}

export function precisionSpec(read: ScenarioFile): PrecisionSpec | undefined {
  if (read.precision === undefined) return undefined;
  const { of, ...rest } = read.precision;
  return definite({ ...rest, of: of?.map((each) => scoped(each, read)) });
}
