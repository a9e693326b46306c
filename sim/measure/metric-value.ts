import { type Durations, durations, type RunMeasures } from "../result.ts";
import { measures } from "./summary.ts";

/** A measure of a run by its name: one of `measures`, or any of the `durations` of `wait` and `sojourn`. Undefined if not known. */
export function metricValue(name: string, run: RunMeasures): number | undefined {
  const [what = "", statistic = ""] = name.split(".");
  if ((what === "wait" || what === "sojourn") && statistic in durations.shape) {
    return run.tasks[what]?.[statistic as keyof Durations];
  }
  const measure = measures.find((each) => each.name === name);
  if (measure === undefined) throw new Error(`there is no measure "${name}"`);
  return measure.of(run);
}
