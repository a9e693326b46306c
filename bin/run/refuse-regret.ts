import { UsageError } from "../../policies/index.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { isRegret } from "../../sim/measure/catalogue/metric.ts";

/** Throws where the scenario asks for a regret, which is not known without the baselines. */
export function refuseRegret({ objective = {}, expect = [] }: Scenario): void {
  const { minimize, subjectTo = [], atLeast = [] } = objective;
  const asked = [
    ...(minimize === undefined ? [] : [minimize]),
    ...[...subjectTo, ...atLeast].map(({ measure }) => measure),
    ...expect.flatMap((line) => ("never" in line ? [] : [line.measure])),
  ];
  if (asked.some(isRegret))
    throw new UsageError("--no-baselines: the scenario asks for regret, which is counted from them; leave it out");
}
