import type { Distribution, SourceSpec } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { Process } from "./process.ts";

/** Arrivals whose gaps are drawn from one distribution, independent of each other; the first gap begins at `from`. */
export function renewal(spec: Extract<SourceSpec, { kind: "renewal" }>, seed: number): Process {
  return gapsOf(spec, spec.gaps, seed);
}

export function gapsOf(
  { name, from, until = Number.POSITIVE_INFINITY }: Pick<SourceSpec, "name" | "from" | "until">,
  distribution: Distribution,
  seed: number,
): Process {
  const gaps = sampler(distribution, stream(seed, `arrivals/${name}`));
  let last = from;
  return {
    fill(times) {
      if (last >= until) return 0;
      gaps.fill(times, times.length);
      let time = last;
      let count = 0;
      for (; count < times.length; count += 1) {
        time += times[count] as number;
        if (time >= until) break;
        times[count] = time;
      }
      last = time;
      return count;
    },
  };
}
