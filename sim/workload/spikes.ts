import type { SourceSpec } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { Source } from "./source.ts";

/** So many tasks at once, or evenly over some seconds, at given moments after its start; only the demands are random. */
export function spikes(spec: Extract<SourceSpec, { kind: "spikes" }>, seed: number): Source {
  const { name, queue } = spec;
  const service = sampler(spec.service, stream(seed, `service/${name}`));
  const times = moments(spec);
  let done = 0;

  return {
    name,
    queue,
    fill(arrivals, demands) {
      const block = times.subarray(done, done + arrivals.length);
      arrivals.set(block);
      service.fill(demands, block.length);
      done += block.length;
      return block.length;
    },
  };
}

/** All arrivals, in order even where one spike begins before the last one is over. */
function moments({ at, count, over, from, until = Infinity }: Extract<SourceSpec, { kind: "spikes" }>): Float64Array {
  const times = new Float64Array(at.length * count);
  for (const [spike, start] of at.entries()) {
    for (let task = 0; task < count; task += 1) times[spike * count + task] = from + start + (task * over) / count;
  }
  return times.filter((time) => time < until).sort();
}
