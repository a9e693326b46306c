export { bind, bindModule, mergedParameters } from "./bind.ts";
export { catalogue } from "./catalogue.ts";
export { controllerReasons } from "./check-outcome.ts";
export { type Controller, control, type Step } from "./controller.ts";
export { define, type Entry, type Preset } from "./entry.ts";
export { type Held, heldReasons, withHeld } from "./held.ts";
export {
  formatLine,
  isHeader,
  type JournalHeader,
  type JournalLine,
  type JournalRecord,
  parseLine,
  readJournal,
} from "./journal.ts";
export { fieldsAt, ParameterError } from "./parameter-error.ts";
export type * from "./policy.ts";
export { type Difference, differences, type Replayed, type ReplayLine, replay, replayLines } from "./replay.ts";
export { closest, didYouMean } from "./suggest.ts";
export { UsageError } from "./usage-error.ts";
export { type ScalingMetrics, scalingMetrics } from "./utilization/metrics.ts";
export { wrappers } from "./wrappers/catalogue.ts";
export type { Wrapper } from "./wrappers/wrapper.ts";
