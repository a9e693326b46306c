import type { SourceSpec } from "../../scenarios/scenario.ts";
import { stream } from "../random/stream.ts";
import type { Process } from "./process.ts";
import type { Trace } from "./source.ts";
import { timeline } from "./timeline.ts";

/**
 * A file of counts per interval as arrivals: as many as it says, or `scale` times that and a fraction by chance, each anywhere in
 * its interval. Drawn in order of time, so that nothing need be held or sorted.
 */
export function counted(spec: Extract<SourceSpec, { kind: "trace" }>, trace: Trace, seed: number): Process {
  const { name, until = Number.POSITIVE_INFINITY, speedUp, scale } = spec;
  const chance = stream(seed, `arrivals/${name}`);
  const counts = trace.facts?.count ?? new Float64Array();
  const length = (trace.interval ?? 0) / speedUp;
  const intervals = timeline(spec, trace);
  let interval = -1;
  let left = 0;
  let time = 0;

  function begin(): void {
    interval += 1;
    time = intervals.at(interval);
    if (time === Number.POSITIVE_INFINITY) return;
    const expected = scale * (counts[intervals.row(interval)] as number);
    const whole = Math.floor(expected);
    left = expected > whole && chance.next() < expected - whole ? whole + 1 : whole;
  }

  return {
    fill(times) {
      let count = 0;
      while (count < times.length) {
        while (left === 0 && time < until) begin();
        if (time >= until) break;
        // The earliest of `left` moments, spread uniformly over what remains of the interval.
        const end = intervals.at(interval) + length;
        time += (end - time) * (1 - chance.next() ** (1 / left));
        left -= 1;
        if (time >= until) break;
        times[count] = time;
        count += 1;
      }
      return count;
    },
  };
}
