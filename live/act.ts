import type { Action, Controller, Observation, Policy, Seconds } from "../policies/index.ts";
import { type Change, held, type Limits, recent } from "./envelope.ts";
import type { Log } from "./log.ts";
import { readOverride } from "./override.ts";
import type { Scale } from "./owner.ts";
import type { Plant } from "./plant.ts";
import { type State, writeState } from "./state.ts";

export interface ActOptions {
  /** Of state and orders. */
  readonly folder: string;
  readonly plant: Plant;
  readonly policy: Policy;
  readonly controller: Controller;
  readonly limits: Limits;
  /** Of the runner before. */
  readonly state: State | undefined;
  readonly log: Log;
}

/**
 * Carries out what was decided at a check, within the limits, or what a person ordered instead. What the policy remembers is written
 * first: a runner that dies in between has forgotten no cooldown.
 */
export function actor({ folder, plant, policy, controller, limits, state, log }: ActOptions) {
  let changes: readonly Change[] = state?.changes ?? [];

  /** What a person wants comes before what the policy wants, and has no limits. */
  function wanted(observation: Observation, actions: readonly Action[]): Scale[] {
    const { paused, groups = {} } = readOverride(folder);
    if (paused === true) return [];
    const ordered = Object.entries(groups).map(([group, desired]): Scale => ({ kind: "scale", group, desired }));
    const decided = actions.flatMap((action) => {
      if (action.kind === "scale") return Object.hasOwn(groups, action.group) ? [] : within(action, observation);
      log.warn({ action }, "nobody here can do this");
      return [];
    });
    return [...ordered.filter(({ group }) => observation.groups[group] !== undefined), ...decided];
  }

  function within(action: Scale, observation: Observation): Scale[] {
    const { action: left, why } = held(action, observation, limits, changes);
    if (why !== undefined)
      log.warn({ group: action.group, wanted: action.desired, asked: left?.desired, why }, "held back");
    return left === undefined ? [] : [left];
  }

  /** What cannot be remembered is not done. */
  function isKept(time: Seconds): boolean {
    try {
      writeState(folder, policy, controller, time, changes);
      return true;
    } catch (error) {
      log.error({ fault: (error as Error).message }, "nothing is asked for: the state cannot be written");
      return false;
    }
  }

  return async (observation: Observation, actions: readonly Action[], signal: AbortSignal): Promise<void> => {
    const asking = wanted(observation, actions);
    const { time, groups } = observation;
    const made = asking.map(({ group, desired }) => ({
      time,
      group,
      by: desired - (groups[group]?.desired ?? desired),
    }));
    changes = [...recent(changes, time), ...made.filter(({ by }) => by !== 0)];
    if (!isKept(time)) return;
    for (const action of asking) {
      try {
        await plant.scale(action, signal);
      } catch (error) {
        log.error(
          { group: action.group, desired: action.desired, fault: (error as Error).message },
          "could not be asked for",
        );
      }
    }
    await plant.tend(signal);
  };
}
