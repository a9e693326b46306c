import type { SourceSpec } from "../../scenarios/scenario.ts";
import type { Trace } from "./source.ts";

type Curve = Extract<SourceSpec, { kind: "curve" }>;

/**
 * The rate over time that a file of counts per interval tells: held over each interval, or straight between their middles. An
 * interval that is missing has rate 0, and so has the time after the last.
 */
export function curvePoints({ interpolate, scale = 1 }: Curve, trace: Trace): Curve["points"] {
  const { arrivals, facts, interval = 1 } = trace;
  const counts = facts?.count ?? new Float64Array();
  const shift = interpolate === "linear" ? interval / 2 : 0;
  const points: { at: number; rate: number }[] = [];
  let end = 0;
  for (const [row, start] of arrivals.entries()) {
    if (start > end) {
      points.push({ at: end + shift, rate: 0 });
      if (interpolate === "linear" && start - interval > end) points.push({ at: start - interval + shift, rate: 0 });
    }
    points.push({ at: start + shift, rate: ((counts[row] as number) * scale) / interval });
    end = start + interval;
  }
  points.push({ at: end + shift, rate: 0 });
  return points;
}
