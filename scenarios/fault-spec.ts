import type { Seconds } from "../policies/policy.ts";
import type { Distribution } from "./distribution.ts";

/** When a fault comes: at moments of the run, or with random gaps, the first one from the start of the run. */
export type FaultTimes = { readonly at: readonly Seconds[] } | { readonly every: Distribution };

/** How long a fault lasts that does not end at once. Missing: to the end of the run. */
interface Lasting {
  readonly for?: Distribution;
}

export type StartFailure = "exit" | "hang";

export type FaultSpec = FaultTimes &
  /** Missing node: one of those that are there, chosen by chance. */
  (
    | (Lasting & { readonly kind: "nodeLoss"; readonly node?: string })
    /** So many of its replicas die, chosen by chance. */
    | { readonly kind: "replicaCrash"; readonly group: string; readonly count: number }
    /** The queues cannot be read; with `deliveries: "stop"` nothing is delivered from them either. */
    | (Lasting & {
        readonly kind: "brokerOutage";
        readonly queues: readonly string[];
        readonly deliveries: "continue" | "stop";
      })
    /** Keys of nodes, devices or groups that cannot be read. */
    | (Lasting & {
        readonly kind: "sensorOutage";
        readonly of: "nodes" | "devices" | "groups";
        readonly names: readonly string[];
      })
    /** Actions on the groups take effect `delay` later, or, without a delay, never. */
    | (Lasting & { readonly kind: "actuator"; readonly groups: readonly string[]; readonly delay?: Seconds })
    /** Every start of the groups that begins fails: it ends after part of its warm-up, or warms up for ever. */
    | (Lasting & { readonly kind: "startFailure"; readonly groups: readonly string[]; readonly how: StartFailure })
    /** Somebody else sets the desired count. */
    | { readonly kind: "manualEdit"; readonly group: string; readonly desired: number }
    /** What waits in the queue is dropped. */
    | { readonly kind: "purge"; readonly queue: string }
  );
