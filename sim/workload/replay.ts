import type { SourceSpec } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import { classesOfRows } from "./classes.ts";
import { repeatedRows } from "./repeated-rows.ts";
import { rowsInOrder } from "./rows.ts";
import type { Source, Trace } from "./source.ts";
import { timeline } from "./timeline.ts";

/** The rows of a trace again, sped up, scaled and looped. Demands are the file's, or drawn where the scenario gives `service`. */
export function replay(spec: Extract<SourceSpec, { kind: "trace" }>, trace: Trace, seed: number): Source {
  const { name, queue, until = Number.POSITIVE_INFINITY, scale, jitter } = spec;
  const service = spec.service && sampler(spec.service, stream(seed, `service/${name}`));
  const recorded = trace.demands ?? new Float64Array();
  const ofRows = spec.classes && classesOfRows(spec.classes, trace.classes);
  const times = timeline(spec, trace);
  const rows = scale === 1 ? rowsInOrder(times) : repeatedRows(times, scale, jitter, stream(seed, `scale/${name}`));

  return {
    name,
    queue,
    fill(arrivals, demands, kinds) {
      let count = 0;
      while (count < arrivals.length && rows.time < until) {
        const row = times.row(rows.row);
        arrivals[count] = rows.time;
        if (service === undefined) demands[count] = recorded[row] as number;
        if (kinds !== undefined) kinds[count] = ofRows?.[row] ?? 0;
        count += 1;
        rows.advance();
      }
      service?.fill(demands, count);
      return count;
    },
  };
}
