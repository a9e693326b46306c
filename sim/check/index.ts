export { type CheckOptions, type CheckReport, checkPolicy, type Searcher, type Verdict } from "./check.ts";
export { type Noted, noteSituations } from "./note-situations.ts";
export { properties } from "./properties/index.ts";
export { type Moment, type Property, property, type Violation } from "./property.ts";
export { type RunRecord, recordRun } from "./run-record.ts";
export {
  type Asked,
  type Counterexample,
  explore,
  type Findings,
  type IsOver,
  runOf,
  runUnless,
  type Start,
  type Stretch,
  type Subject,
  shrink,
  type Tally,
  unfit,
} from "./search.ts";
export { histories } from "./situations/histories.ts";
export { sampleParameters } from "./situations/parameters.ts";
export { scenarioWorld } from "./situations/scenario-world.ts";
export type { TraceWindow } from "./situations/segments.ts";
export type { Reading, Situation } from "./situations/situation.ts";
export { situationsFor, type WorldName, withParameters, worldNames } from "./situations/worlds.ts";
export { explained } from "./words.ts";
