import { UsageError } from "../policies/index.ts";
import { metricText } from "../sim/measure/catalogue/metric.ts";
import type { ExpectedCalm, ExpectedMeasure, ExpectSpec } from "./expect-spec.ts";
import { limitOf, metricNamed } from "./measure-named.ts";
import { duration } from "./unit-kinds.ts";
import { quoted, readUnit } from "./units.ts";

/**
 * Reads `p95 wait of evaluator < 30s`, `reversals per hour <= 2` or `no scale-down within 5m of scale-up unless demand fell`. Throws
 * `UsageError` with what would do.
 */
export function parseExpect(text: string): ExpectSpec {
  return /^\s*no\s/.test(text) ? parseCalm(text) : parseComparison(text);
}

/** A measure compared with a limit. */
export function parseComparison(text: string): ExpectedMeasure {
  const [, words = "", comparison, limit = ""] = /^\s*([^<>=]+?)\s*(<=|>=|<|>|=)\s*([^<>=]+?)\s*$/.exec(text) ?? [];
  if (comparison === undefined && text.includes("=="))
    throw new UsageError(`${quoted(text)} is not understood; write "${text.trim().replace(/\s*==+\s*/, " = ")}"`);
  if (comparison === undefined)
    throw new UsageError(`${quoted(text)} is not understood; write for example "p95 wait < 30s"`);
  const metric = metricNamed(words);
  if (comparison === "=" && (metric.measure.unit !== "1" || metric.perHour))
    throw new UsageError(`only counts are exactly something; write "${words} <= ${limit}" or "${words} >= ${limit}"`);
  return {
    text,
    measure: metricText(metric),
    comparison: comparison as ExpectedMeasure["comparison"],
    limit: limitOf(limit, metric.measure),
  };
}

const CALM =
  /^\s*no\s+scale-(up|down)(?:\s+of\s+([\w-]+))?\s+within\s+(.+?)\s+of\s+(?:a\s+)?scale-(up|down)\s+unless\s+demand\s+(fell|rose)\s*$/;

function parseCalm(text: string): ExpectedCalm {
  const [, direction, of, within = "", other, demand] = CALM.exec(text) ?? [];
  const sense = direction === "down" ? other === "up" && demand === "fell" : other === "down" && demand === "rose";
  if (direction === undefined || !sense) {
    const [opposite, change] = direction === "up" ? ["down", "rose"] : ["up", "fell"];
    throw new UsageError(
      `${quoted(text)} is not understood; write for example "no scale-${direction ?? "down"} within 5m of scale-${opposite} unless demand ${change}"`,
    );
  }
  return {
    text,
    never: direction === "down" ? "scale-down" : "scale-up",
    within: readUnit(duration, within),
    ...(of === undefined ? {} : { of }),
  };
}
