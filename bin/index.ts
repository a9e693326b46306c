/** The library: run the simulator and policies from a program of your own. */
export { bind, type Controller, control, define, type Entry, UsageError } from "../policies/index.ts";
export type * from "../policies/policy.ts";
export { type Loaded, loadScenario, type Scenario } from "../scenarios/index.ts";
export { type Candidate, experiment, loadTraces, type Result, type Run, simulate } from "../sim/index.ts";
