export { type Candidate, type ExperimentOptions, experiment, type Progress, simulate } from "./experiment.ts";
export { type Measure, measures } from "./measure/summary.ts";
export type * from "./result.ts";
export type { Run, RunOptions } from "./run.ts";
export { loadTraces, type Trace, type Traces } from "./workload/index.ts";
