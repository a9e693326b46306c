import type { Bytes, Fraction, Seconds } from "../policies/policy.ts";

/** One machine. Its key in observations is `name`; its GPUs are `name/gpu0`, `name/gpu1`, …. */
export interface NodeSpec {
  readonly name: string;
  readonly cores: number;
  readonly memory: Bytes;
  readonly gpus: readonly GpuSpec[];
  /** Dollars an hour; missing: not known, and not counted. */
  readonly pricePerHour?: number;
  readonly billing?: Billing;
  /** Use by others, each step until the next; nothing before the first. Missing: nobody else uses the node. */
  readonly background?: readonly Background[];
}

export interface GpuSpec {
  readonly memory: Bytes;
  /** Dollars an hour while a replica holds it; missing: not counted by itself. */
  readonly pricePerHour?: number;
  readonly billing?: Billing;
}

/** In which steps time is paid for, and the least of it. Missing: to the instant. */
export interface Billing {
  readonly step: Seconds;
  readonly minimum: Seconds;
}

/** What others use of a node from a moment on, seconds into the run. `gpus` has an entry for each GPU of the node. */
export interface Background {
  readonly at: Seconds;
  readonly cores: number;
  readonly memory: Bytes;
  readonly gpus: readonly { readonly utilization: Fraction; readonly memory: Bytes }[];
}
