import type { GroupSpec } from "../../scenarios/scenario.ts";
import { RecentValues } from "../measure/recent-values.ts";

/** What is kept of each task a group has ended, and of its failures: only of groups whose scenario asks for signals that need it. */
export class GroupRecord {
  /** Of completed tasks: from arrival, and from the beginning of service. */
  readonly sojourns: RecentValues;
  readonly services: RecentValues;
  /** Tasks whose service was cut short, and completed ones after which a replica stored a checkpoint. */
  readonly failures: RecentValues;
  readonly checkpoints: RecentValues;
  /** Replicas that ended without being asked to, in their start or after. */
  readonly deaths: RecentValues;
  private readonly checkpointEvery: number;

  private constructor(spec: GroupSpec, keep: number) {
    this.sojourns = new RecentValues(keep);
    this.services = new RecentValues(keep);
    this.failures = new RecentValues(keep);
    this.checkpoints = new RecentValues(keep);
    this.deaths = new RecentValues(keep);
    this.checkpointEvery = spec.checkpointEvery ?? Number.POSITIVE_INFINITY;
  }

  static of(spec: GroupSpec): GroupRecord | undefined {
    const windows = Object.values(spec.signals ?? {});
    return windows.length === 0 ? undefined : new GroupRecord(spec, Math.max(...windows));
  }

  /** `served`: tasks the replica has completed, this one included. */
  complete(now: number, sojourn: number, service: number, served: number): void {
    this.sojourns.add(now, sojourn);
    this.services.add(now, service);
    if (served % this.checkpointEvery === 0) this.checkpoints.add(now, 1);
  }
}
