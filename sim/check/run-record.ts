import type { Decision, Json, Observation, Outcome, Policy } from "../../policies/policy.ts";
import { UsageError } from "../../policies/usage-error.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import type { MakePolicy } from "../control/controllers.ts";
import { STRIDE } from "../crew.ts";
import type { QueueTotals } from "../plant/witness.ts";
import { Simulation } from "../run.ts";
import type { Traces } from "../workload/index.ts";

/** All that properties judge of one run. Times are seconds into it. */
export interface RunRecord {
  readonly scenario: Scenario;
  /** When it ended. */
  readonly end: number;
  /** Every decision of every controller, in order. */
  readonly steps: readonly Step[];
  /** Changes of desired counts by the policy's decisions; what a fault did is not among them. */
  readonly changes: readonly Change[];
  /** By their ids. */
  readonly replicas: ReadonlyMap<string, Life>;
  /** Replicas told to go. */
  readonly releases: readonly Release[];
  /** What the policy was asked and said, memory included, as it was called. */
  readonly calls: readonly Call[];
  /** What the policy was refused for, where that ended the run. */
  readonly error?: string;
  /** A fresh policy as this run has them, for judging it apart from the run. */
  readonly make: MakePolicy;
}

export interface Step {
  readonly time: number;
  readonly controller: string;
  readonly observation: Observation;
  readonly decisions: readonly Decision[];
  readonly queues: readonly QueueTotals[];
}

export interface Change {
  readonly time: number;
  readonly group: string;
  readonly from: number;
  readonly to: number;
  /** Index of the step that asked for it. */
  readonly step: number;
}

export interface Release {
  readonly time: number;
  readonly group: string;
  readonly replicas: readonly { readonly id: string; readonly tasks: number }[];
  readonly idleKept: number;
}

/** One replica, from its start. */
export interface Life {
  readonly id: string;
  readonly group: string;
  readonly started: number;
  readonly fits: boolean;
  readonly ready?: number;
  readonly released?: number;
  /** When it was killed, and with how many tasks under way. */
  readonly killed?: { readonly time: number; readonly tasks: number };
  readonly failed?: number;
  readonly gone?: { readonly time: number; readonly served: number };
}

export interface Call {
  /** Which of the run's policies: there is one a controller. */
  readonly policy: number;
  readonly own: Json | undefined;
  readonly observation: Observation;
  readonly memory: Json;
  readonly outcome: Outcome<Json>;
}

/** One run to its end, written down. A policy that is refused ends it. */
export function recordRun(scenario: Scenario, make: MakePolicy, seed: number, traces: Traces): RunRecord {
  const recording = beginRun(scenario, make, seed, traces);
  while (recording.advance(STRIDE));
  return recording.record();
}

/** A run that is being written down: `advance` handles some events and says whether more are to come. */
export interface Recording {
  advance(most: number): boolean;
  /** Of a run that is over. */
  record(): RunRecord;
}

/** The same, for callers that may want to end it before. */
export function beginRun(scenario: Scenario, make: MakePolicy, seed: number, traces: Traces): Recording {
  const steps: Step[] = [];
  const scaled: Omit<Change, "step">[] = [];
  const asks: { readonly group: string; readonly to: number; readonly step: number }[] = [];
  const changes: Change[] = [];
  const releases: Release[] = [];
  const calls: Call[] = [];
  const replicas = new Map<string, { -readonly [Key in keyof Life]: Life[Key] }>();
  const life = (id: string) => {
    const known = replicas.get(id);
    if (known !== undefined) return known;
    const fresh = { id, group: "", started: 0, fits: true };
    replicas.set(id, fresh);
    return fresh as { -readonly [Key in keyof Life]: Life[Key] };
  };
  /** A count may have been asked for some time ago, or be changed by a fault. */
  const settle = () => {
    for (const each of scaled.splice(0)) {
      const ask = asks.findLast(({ group, to }) => group === each.group && to === each.to);
      if (ask !== undefined) changes.push({ ...each, step: ask.step });
    }
  };
  let policies = 0;
  const simulation = new Simulation(scenario, (own) => spied(make(own), policies++, own, calls), {
    seed,
    traces,
    witness(event) {
      switch (event.kind) {
        case "decided": {
          const { time, controller, record, queues } = event;
          const { observation, decisions } = record;
          const step = steps.push({ time, controller, observation, decisions, queues }) - 1;
          for (const { action } of decisions) {
            if (action?.kind === "scale") asks.push({ group: action.group, to: action.desired, step });
          }
          settle();
          break;
        }
        case "scaled":
          scaled.push(event);
          break;
        case "released":
          releases.push(event);
          for (const { id } of event.replicas) life(id).released = event.time;
          break;
        case "started":
          Object.assign(life(event.replica), { group: event.group, started: event.time, fits: event.fits });
          break;
        case "ready":
          life(event.replica).ready ??= event.time;
          break;
        case "killed":
          life(event.replica).killed = { time: event.time, tasks: event.tasks };
          break;
        case "failed":
          life(event.replica).failed = event.time;
          break;
        case "gone":
          life(event.replica).gone = { time: event.time, served: event.served };
          break;
      }
    },
  });
  let error: string | undefined;
  return {
    advance(most) {
      try {
        return simulation.advance(most);
      } catch (thrown) {
        if (!(thrown instanceof UsageError)) throw thrown;
        error = thrown.message;
        return false;
      }
    },
    record() {
      settle();
      const end = simulation.now;
      return { scenario, end, steps, changes, replicas, releases, calls, make, ...(error !== undefined && { error }) };
    },
  };
}

/** The policy, with every call of it written down. */
export function spied(policy: Policy, index: number, own: Json | undefined, calls: Call[]): Policy {
  return {
    ...policy,
    decide(observation, memory) {
      const outcome = policy.decide(observation, memory);
      calls.push({ policy: index, own, observation, memory, outcome });
      return outcome;
    },
  };
}
