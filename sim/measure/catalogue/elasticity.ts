import type { Elasticity } from "../../result.ts";
import { type Measure, ofGroups } from "./measure.ts";

const SOURCE =
  "SPEC RG Cloud, Ready for Rain? (SPEC-RG-2016-01), section on elasticity; Herbst, Kounev and Reussner, Elasticity in Cloud Computing (ICAC 2013)";

/**
 * How closely the supply s(t), ready replicas, follows the demand d(t). In total the mean over the groups that serve their queues
 * alone; what several groups share is left out.
 */
export const elasticity: readonly Measure[] = [
  measure("thetaU", {
    words: "under-provisioning accuracy",
    unit: "fraction of 1",
    better: "lower",
    definition: "Replicas that were missing, in parts of the largest supply (θU)",
    formula: "1/(T·R) · ∫ max(0, d − s) dt, R the largest supply",
  }),
  measure("thetaO", {
    words: "over-provisioning accuracy",
    unit: "fraction of 1",
    better: "lower",
    definition: "Replicas that were too many, in parts of the largest supply (θO)",
    formula: "1/(T·R) · ∫ max(0, s − d) dt, R the largest supply",
  }),
  measure("thetaUNormalized", {
    words: "normalized under-provisioning accuracy",
    unit: "fraction of 1",
    better: "lower",
    definition: "Share of the demand that was missing (θ′U)",
    formula: "1/T · ∫ max(0, d − s)/d dt, 0 where d = 0",
  }),
  measure("thetaONormalized", {
    words: "normalized over-provisioning accuracy",
    unit: "fraction of 1",
    better: "lower",
    definition: "Share of the supply that was too much (θ′O)",
    formula: "1/T · ∫ max(0, s − d)/s dt, 0 where s = 0",
  }),
  measure("tauU", {
    words: "under-provisioning timeshare",
    unit: "fraction of 1",
    better: "lower",
    definition: "Share of the time with fewer ready replicas than needed (τU)",
    formula: "1/T · ∫ [d > s] dt",
  }),
  measure("tauO", {
    words: "over-provisioning timeshare",
    unit: "fraction of 1",
    better: "lower",
    definition: "Share of the time with more ready replicas than needed (τO)",
    formula: "1/T · ∫ [s > d] dt",
  }),
  measure("instability", {
    words: "instability",
    unit: "fraction of 1",
    better: "lower",
    definition: "Share of the time in which demand and supply do not change in the same direction (υ)",
    formula: "over the windows after the first: 1/(T − w) · Σ [sgn Δs ≠ sgn Δd] · length, s at the end of each window",
  }),
  measure("jitter", {
    words: "jitter",
    unit: "1/h",
    definition: "How many more changes of supply than of demand there are in an hour (ξ); below 0 it lags behind",
    formula: "(changes of s − changes of d) / T",
  }),
  measure("meanDemand", {
    words: "mean demand",
    unit: "replicas",
    definition: "Time average of the demand: the least ready replicas that keep up with the work that arrives",
    formula:
      "d = ⌈W / (w · c)⌉ in each window of `demandWindow` w: W seconds of service arrive in it, one replica does c a second; like all of these, in total the mean over the groups that serve their queues alone",
  }),
];

function measure(name: keyof Elasticity, told: Omit<Measure, "name" | "of" | "ofGroup" | "ofQueue">): Measure {
  return ofGroups(
    { name: `elasticity.${name}`, ...told, source: SOURCE },
    (group) => group.elasticity?.[name],
    (run) => run.elasticity?.[name],
  );
}
