import type { Cache, Device, Group, Node, Queue, Signals } from "../policies/policy.ts";
import type { Path } from "../scenarios/index.ts";
import { redacted } from "./secret.ts";

/** What one sensor adds to an observation. What it could not read is left out. */
export interface Reading {
  readonly queues?: Readonly<Record<string, Queue>>;
  readonly groups?: Readonly<Record<string, Pick<Group, "signals">>>;
  readonly nodes?: Readonly<Record<string, Node>>;
  /** A device is listed where some reading has its node and index. */
  readonly devices?: Readonly<Record<string, Partial<Device>>>;
  readonly caches?: Readonly<Record<string, Cache>>;
  readonly signals?: Signals;
}

/** One source of readings. Reading changes nothing in the world. */
export interface Sensor {
  /**
   * Tells of what can be read, and calls `failed` for each part that cannot; throws a `SensorFault` when nothing can. Gives up
   * when `signal` says so.
   */
  read(signal: AbortSignal, failed: (fault: SensorFault) => void): Promise<Reading>;
  /** The things it tells of, without any reading: they stay listed while it fails. */
  listed(): Reading;
  close(): Promise<void>;
}

/**
 * Why a reading failed. `refused`: asking again will not help (no such queue, wrong credentials, output nobody can read). `unknown`: who
 * was asked does not know it either.
 */
type FaultKind = "refused" | "unreachable" | "unknown";

/** A reading that failed. Its message has no secrets, whoever made it. */
export class SensorFault extends Error {
  readonly kind: FaultKind;
  /** Which part of the sensor's configuration it is about. */
  readonly path: Path;

  constructor(kind: FaultKind, message: string, path: Path = []) {
    super(redacted(message));
    this.kind = kind;
    this.path = path;
  }
}

/** Whatever a reading threw, as a fault. */
export function asFault(error: unknown): SensorFault {
  if (error instanceof SensorFault) return error;
  return new SensorFault("unreachable", error instanceof Error ? error.message : String(error));
}
