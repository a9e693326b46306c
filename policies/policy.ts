/** Seconds. A point in time is Unix time; a simulated run begins at its scenario's date, 1970-01-01T00:00Z unless it says otherwise. */
export type Seconds = number;
export type Bytes = number;
/** A share: 1 is all of it. Never percent. */
export type Fraction = number;
/** What JSON gives back unchanged; every number is finite. Declare a memory with `type`: an `interface` does not fit here. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** Gauges by name, in SI units unless the name says another. A name that is missing is not known now. */
export type Signals = Readonly<Record<string, number>>;
/** What work needs or a worker has, `{ linux: true, gpu: 2 }`: names decide, `true` where no amount is meant. */
export type Capabilities = Readonly<Record<string, number | true>>;

/**
 * What one controller can see now: states, never events. A reading that failed, is stale or not finite is left out; the thing it
 * belongs to stays listed, so every reading is optional. Keys keep the order of first appearance and never look like integers.
 */
export interface Observation {
  /** The only "now"; never goes back. Durations count; the date matters to calendar policies alone. */
  readonly time: Seconds;
  readonly queues: Readonly<Record<string, Queue>>;
  /** The groups to decide on. One whose owner cannot be read, or takes no command at this moment, is left out. */
  readonly groups: Readonly<Record<string, Group>>;
  readonly nodes: Readonly<Record<string, Node>>;
  readonly devices: Readonly<Record<string, Device>>;
  readonly caches: Readonly<Record<string, Cache>>;
  /** Gauges that belong to none of the above. */
  readonly signals: Signals;
  /** Workers connected now, whoever started them, where a replica may hold several. Missing: a replica is one worker. */
  readonly workers?: Readonly<Record<string, Worker>>;
}

/** Work of one kind, waiting together. Rates are per second, over the window their sensor declares. */
export interface Queue {
  readonly waiting?: number; // ready to be delivered
  readonly inService?: number; // delivered, not yet acknowledged
  readonly oldestWait?: Seconds;
  readonly arrivalRate?: number;
  readonly deliveryRate?: number;
  readonly consumers?: number;
  readonly needs?: Capabilities; // missing: nothing in particular
}

/** Replicas scaled as one: a Deployment, a compose service, a process pool, the worker groups of one adapter. */
export interface Group {
  readonly serves: readonly string[]; // names of queues
  readonly offers?: Capabilities;
  /** Its owner's limits; a policy's own bounds are parameters. No maximum: unlimited. */
  readonly minimum: number;
  readonly maximum?: number;
  /** The count its owner works towards now, whoever asked for it; read back, so a refused request shows. */
  readonly desired: number;
  /** All there are, oldest first. One just started is among them at once, with its devices; a failed one until its owner drops it. */
  readonly replicas: readonly Replica[];
  readonly signals: Signals; // cpuUtilization, memoryUtilization, latencyP95, errorRatio, throughput, price, …
}

/** No room yet → starting up → serving, or failing its health check → finishing. Failed: ended without being asked to. */
export type Phase = "pending" | "warming" | "ready" | "unhealthy" | "draining" | "failed";

export interface Replica {
  readonly id: string;
  readonly phase?: Phase; // missing while nobody can tell: its node or its heartbeat is lost
  readonly since?: Seconds; // when it entered that phase
  readonly started?: Seconds; // its age counts from here
  readonly inService?: number;
  readonly utilization?: Fraction; // busy share of its time or slots
  readonly node?: string;
  readonly devices?: readonly string[]; // held, or promised while it starts
  readonly workers?: readonly string[]; // ids reported for it, connected or not
  readonly offers?: Capabilities; // reported for it, where that is not what its group offers
  readonly requests?: Signals; // reserved, by the names and units of its signals
  readonly signals?: Signals; // cpu (cores), memory (bytes), any custom metric
  readonly measured?: { readonly time: Seconds; readonly window: Seconds }; // the end and length of its signals' window
}

export interface Worker {
  readonly offers?: Capabilities;
  readonly waiting?: number; // tasks it holds and has not begun
}

export interface Node {
  readonly cores: number; // that may be used
  readonly cpuUtilization?: Fraction;
  readonly loadPerCore?: number; // 1-minute load average over `cores`
  readonly memoryTotal?: Bytes;
  readonly memoryFree?: Bytes; // available to a new process
}

/** A GPU, or a slice of one. */
export interface Device {
  readonly node: string;
  readonly index: number; // on its node, as the driver counts
  readonly memoryTotal?: Bytes;
  readonly memoryFree?: Bytes;
  readonly utilization?: Fraction;
  readonly models?: readonly Model[]; // resident now
}
/** `uses`: requests over the window its sensor declares; `inUse`: requests under way. */
export interface Model {
  readonly name: string;
  readonly size: Bytes;
  readonly lastUsed?: Seconds;
  readonly uses?: number;
  readonly inUse?: number;
}
/** Hits and lookups over the window their sensor declares. */
export interface Cache {
  readonly timeToLive: Seconds;
  readonly hits?: number;
  readonly lookups?: number;
}

/** A wanted state: saying it twice does no harm. */
export type Action =
  /** Sets the group's `desired`. The lists say how to get there, first entry first, as far as the count calls for them. */
  | {
      readonly kind: "scale";
      readonly group: string;
      readonly desired: number;
      readonly start?: readonly { readonly place?: string; readonly offers?: Capabilities }[]; // one entry a replica; a device or node
      readonly release?: readonly string[];
    } // ids of replicas
  | { readonly kind: "load"; readonly device: string; readonly model: string }
  | { readonly kind: "unload"; readonly device: string; readonly model: string }
  | { readonly kind: "retain"; readonly cache: string; readonly timeToLive: Seconds };

/** Why: a stable kebab-case code and the numbers that settled it. */
export interface Reason {
  readonly code: string;
  readonly facts: Readonly<Record<string, number | string | boolean>>;
}
/** A judgment on one group, device, cache or alert; doing nothing is one too. The last reason had the last word. */
export interface Decision {
  readonly subject: string;
  readonly action: Action | null;
  readonly because: readonly [Reason, ...Reason[]];
}
/** At most one action a subject. `wake`: decide again no later than this, even if nothing changes. */
export interface Outcome<Memory extends Json> {
  readonly decisions: readonly Decision[];
  readonly memory: Memory;
  readonly wake?: Seconds;
}

/** Pure: no clock, no chance, no I/O. A factory binds the parameters; what must last between two decisions is in the memory. */
export interface Policy<Memory extends Json = Json> {
  readonly name: string;
  readonly version: number; // raised when the same inputs may give another decision
  readonly parameters: Json; // as bound, defaults filled in: journaled, so that a replay can rebuild the policy
  begin(): Memory;
  decide(observation: Observation, memory: Memory): Outcome<Memory>;
}
