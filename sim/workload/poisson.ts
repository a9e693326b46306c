import type { SourceSpec } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { Source } from "./source.ts";

/** Arrivals at a constant rate, independent of each other. */
export function poisson(spec: Extract<SourceSpec, { kind: "poisson" }>, seed: number): Source {
  const { name, queue, rate, from, until = Infinity } = spec;
  const gaps = sampler({ kind: "exponential", mean: 1 / rate }, stream(seed, `arrivals/${name}`));
  const service = sampler(spec.service, stream(seed, `service/${name}`));
  let last = rate > 0 ? from : Infinity;

  return {
    name,
    queue,
    fill(arrivals, demands) {
      if (last >= until || last === Infinity) return 0;
      gaps.fill(arrivals, arrivals.length);
      let time = last;
      let count = 0;
      for (; count < arrivals.length; count += 1) {
        time += arrivals[count] as number;
        if (time >= until) break;
        arrivals[count] = time;
      }
      last = time;
      service.fill(demands, count);
      return count;
    },
  };
}
