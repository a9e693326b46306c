import { checkReadings, checkTime } from "./check-observation.ts";
import { type Fault, settle } from "./check-outcome.ts";
import type { JournalHeader, JournalRecord } from "./journal.ts";
import { notJson } from "./json.ts";
import type { Action, Json, Observation, Outcome, Policy, Seconds } from "./policy.ts";
import { UsageError } from "./usage-error.ts";

export interface Step {
  readonly actions: readonly Action[];
  readonly record: JournalRecord;
  /** Step again no later than this. */
  readonly wake?: Seconds;
}

/** The only caller of a policy's `decide`. It keeps the memory and the time, and does nothing else between two steps. */
export interface Controller {
  /** What the policy remembers now; hand it to `control` to go on elsewhere. */
  readonly memory: Json;
  /**
   * One decision. Throws a `UsageError` that names the policy, the time and what was wrong when the policy is at fault, and a
   * plain error when the observation is. After either, memory and time are what they were before.
   */
  step(observation: Observation): Step;
  /** The line a journal begins with, and repeats after a reload: what a replay needs to go on from here. */
  header(): JournalHeader;
}

/**
 * Binds a policy to its memory: what was saved, or a fresh one. `name`: of the controller, in its journal lines, where there are
 * several. `simulated`: observations come from the simulator, which decides billions of times and reads its own numbers. Readings
 * are checked in the first sixteen of them and in every sixteenth.
 */
export function control(policy: Policy, saved?: Json, name?: string, simulated = false): Controller {
  let steps = 0;
  let before: Seconds | undefined;
  let now: Seconds = 0;
  const fault: Fault = (what) => {
    throw new UsageError(`policy "${policy.name}" at ${now} s: ${what}`);
  };

  function step(observation: Observation): Step {
    checkTime(observation, before);
    if (!simulated || steps < 16 || steps % 16 === 0) checkReadings(observation);
    steps++;
    const { time } = observation;
    now = time;
    const outcome = decided(policy, observation, controller.memory);
    const { decisions, actions, memory, wake } = settle(outcome, observation, controller.memory, fault);
    controller.memory = memory;
    before = time;
    const about = { time, observation, decisions };
    const record: JournalRecord = name === undefined ? about : { controller: name, ...about };
    return wake === undefined ? { actions, record } : { actions, record, wake };
  }

  // What it remembers is a field of it: to define an accessor takes V8 microseconds.
  const controller = {
    memory: saved === undefined ? begin(policy) : saved,
    step,
    header: (): JournalHeader => ({
      version: 1,
      kind: "header",
      ...(name === undefined ? {} : { controller: name }),
      policy: policy.name,
      policyVersion: policy.version,
      parameters: policy.parameters,
      memory: controller.memory,
    }),
  };
  return controller;
}

function begin(policy: Policy): Json {
  let memory: Json;
  try {
    memory = policy.begin();
  } catch (error) {
    throw thrown(`policy "${policy.name}" cannot begin`, error);
  }
  const wrong = notJson(memory);
  if (wrong !== undefined)
    throw new UsageError(`policy "${policy.name}" begins with a memory that does not survive JSON: ${wrong}`);
  return memory;
}

function decided(policy: Policy, observation: Observation, memory: Json): Outcome<Json> {
  try {
    return policy.decide(observation, memory);
  } catch (error) {
    throw thrown(`policy "${policy.name}" at ${observation.time} s`, error);
  }
}

/** The policy's own error stays reachable as the cause. */
function thrown(what: string, error: unknown): UsageError {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const fault = new UsageError(`${what}: it threw ${said}`);
  fault.cause = error;
  return fault;
}
