import type { SourceSpec } from "../../scenarios/scenario.ts";
import { type Sampler, sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { Process } from "./process.ts";
import type { Trace } from "./source.ts";
import { timeline } from "./timeline.ts";

/**
 * Arrivals from a rate and a distribution of gaps for each window of time. A gap that reaches beyond its window goes on at the
 * next one's rate, so that every window has its rate however uneven the gaps are: beginning anew in each would add
 * (cv² − 1) / 2 arrivals to every window.
 */
export function windowed(
  spec: Extract<SourceSpec, { kind: "trace" }>,
  trace: Trace,
  seed: number,
  client?: string,
): Process {
  const { name, until = Number.POSITIVE_INFINITY, speedUp, scale } = spec;
  const chance = stream(seed, `arrivals/${name}${client === undefined ? "" : `/${client}`}`);
  const { facts, classes, interval = 0 } = trace;
  const windows = timeline(spec, trace);
  let window = 0;
  let time = windows.at(0);
  let gaps = gapsOf(0);

  function gapsOf(row: number): Sampler {
    const cv = facts?.cv?.[row] ?? 1;
    const kind = classes?.[row] === "Weibull" ? "weibull" : "gamma";
    return sampler({ kind, mean: 1, cv }, chance);
  }

  return {
    fill(times) {
      let count = 0;
      while (count < times.length && time < until) {
        let left = gaps.next();
        for (;;) {
          const rate = speedUp * scale * (facts?.rate?.[windows.row(window)] ?? 0);
          const end = windows.at(window) + interval / speedUp;
          const expected = rate * Math.max(0, end - time);
          if (left < expected) {
            time += left / rate;
            break;
          }
          left -= expected;
          window += 1;
          time = windows.at(window);
          if (time >= until || time === Number.POSITIVE_INFINITY) break;
          gaps = gapsOf(windows.row(window));
        }
        if (time >= until || time === Number.POSITIVE_INFINITY) break;
        times[count] = time;
        count += 1;
      }
      return count;
    },
  };
}
