import { type Sampler, sampler } from "../../sim/random/sampler.ts";
import { stream } from "../../sim/random/stream.ts";

/** M/M/c as a hand-written loop gets it: service rate 1, and the very draws of the simulator's source. */
export interface Queueing {
  readonly servers: number;
  /** Seconds, as many as the wanted number of tasks takes. */
  readonly horizon: number;
  gaps(): Sampler;
  services(): Sampler;
}

/** What a loop tells of its run: all loops must say the same. */
export interface Answer {
  /** Tasks completed. */
  readonly done: number;
  /** Mean wait in seconds, with those that still wait at the end. */
  readonly wait: number;
}

export const SEED = 1;
export const UTILIZATION = 0.9;

export function queueing(servers: number, tasks: number): Queueing {
  const rate = servers * UTILIZATION;
  const draws = (kind: string, mean: number) =>
    sampler({ kind: "exponential", mean }, stream(SEED, `${kind}/poisson-work`));
  return {
    servers,
    horizon: tasks / rate,
    gaps: () => draws("arrivals", 1 / rate),
    services: () => draws("service", 1),
  };
}
