import { weibullCv } from "../../random/sampler.ts";
import { readNumber } from "../instant.ts";
import { quantityField, timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";

/** Columns of ServeGen's `chunk-…-trace.csv`, which has no line of names. */
const COLUMNS = ["start", "rate", "cv", "pattern", "shape", "scale"] as const;

/**
 * ServeGen's windows of one client, or of all in one archive: a rate, and the distribution fitted to the gaps. The rate is taken as told, and of the fit its
 * shape: its own mean lies some percent beside the rate.
 */
export const servegen: OpenFormat = ({ service }) => ({
  columns: COLUMNS,
  header: COLUMNS,
  served: false,
  classed: true,
  facts: ["rate", "cv"],
  intervals: true,
  archived: true,
  missing: () =>
    service === undefined ? "format servegen has no service times; write service beside the trace" : undefined,
  read([start, rateText, cvText, pattern = "", shapeText = ""], task) {
    const rate = quantityField("rate", rateText);
    if (typeof rate === "string") return rate;
    const cv = quantityField("cv", cvText);
    if (typeof cv === "string") return cv;
    const shape = readNumber(shapeText);
    if (rate > 0 && pattern !== "Gamma" && pattern !== "Weibull") return `unknown pattern: ${pattern}`;
    if (rate > 0 && !(shape > 0)) return "not positive: shape";
    task.class = pattern;
    task.facts.rate = rate;
    task.facts.cv = rate === 0 ? 1 : pattern === "Gamma" ? 1 / Math.sqrt(shape) : weibullCv(shape);
    return timeField("start", start, "s", task.arrival);
  },
});
