import type { RunMeasures } from "../result.ts";
import { measures } from "./catalogue/index.ts";

/** A measure of a run by its name. Undefined if not known. */
export function metricValue(name: string, run: RunMeasures): number | undefined {
  const measure = measures.find((each) => each.name === name);
  if (measure === undefined) throw new Error(`there is no measure "${name}"`);
  return measure.of(run);
}
