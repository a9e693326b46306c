import type { BatchSize, Distribution } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import { batched } from "./batched.ts";
import type { Source } from "./source.ts";

/** Moments at which work arrives, without what the work is. */
export interface Process {
  /** Writes the next moments to the front of `times`, never going back. Fewer than it holds only at the end, 0 after it. */
  fill(times: Float64Array): number;
}

interface Drawn {
  readonly name: string;
  readonly queue: string;
  readonly service: Distribution;
  readonly batch?: BatchSize;
}

/** A source whose arrivals are a process, one task or one batch each, and whose demands are drawn. */
export function drawnSource(spec: Drawn, process: Process, seed: number): Source {
  const { name, queue, batch } = spec;
  const service = sampler(spec.service, stream(seed, `service/${name}`));
  const tasks = batch === undefined ? process : batched(process, batch, stream(seed, `batch/${name}`));
  return {
    name,
    queue,
    fill(arrivals, demands) {
      const count = tasks.fill(arrivals);
      service.fill(demands, count);
      return count;
    },
  };
}
