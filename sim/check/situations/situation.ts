import type { Entry } from "../../../policies/index.ts";
import type { Json, Policy } from "../../../policies/policy.ts";
import type { PolicySpec, Scenario } from "../../../scenarios/scenario.ts";
import type { Traces } from "../../workload/index.ts";

/** Something to try a policy in: one run of one scenario. */
export interface Situation {
  /** Which generator made it. */
  readonly world: string;
  readonly scenario: Scenario;
  readonly traces: Traces;
  readonly seed: number;
  /** Open loop: what the policy is shown, one after the other, in place of a run. */
  readonly history?: readonly Reading[];
}

/** A reading of an open loop. */
export interface Reading {
  /** Undefined: the queue cannot be read. */
  readonly waiting: number | undefined;
  /** Share of the replicas that are at work. */
  readonly busy: number;
  /** Arrivals a second. */
  readonly rate: number;
}

/** Whom situations are made for. */
export interface Target {
  readonly spec: PolicySpec;
  /** Of the catalogue, or what a module made with `define`. */
  readonly entry?: Entry;
  /** Makes the policy with these parameters, and what a controller has of its own merged over them. Throws where they are refused. */
  make(parameters: Json, own?: Json): Policy;
}
