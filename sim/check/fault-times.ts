import type { FaultSpec } from "../../scenarios/scenario.ts";
import { meanOf } from "./mean.ts";

/** When a fault of a scenario is, in seconds into the run; what passes at once ends as it begins. */
export interface FaultTime {
  readonly kind: FaultSpec["kind"];
  readonly at: number;
  readonly end: number;
}

/** Of those that come at given moments; without an end they last for ever. */
export function faultTimes(faults: readonly FaultSpec[] = []): FaultTime[] {
  return faults.flatMap((fault) => {
    if (!("at" in fault)) return [];
    const passes = fault.kind === "replicaCrash" || fault.kind === "manualEdit" || fault.kind === "purge";
    const length = "for" in fault && fault.for !== undefined ? meanOf(fault.for) : Number.POSITIVE_INFINITY;
    return fault.at.map((at) => ({ kind: fault.kind, at, end: passes ? at : at + length }));
  });
}
