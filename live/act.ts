import type { Action, Controller, Held, Observation, Policy, Reason, Seconds } from "../policies/index.ts";
import { type Change, type Limits, recent, staleReadings, within } from "./envelope.ts";
import type { Log } from "./log.ts";
import { readOverride } from "./override.ts";
import type { Scale } from "./owner.ts";
import type { ResourceAction } from "./owners/resource-owner.ts";
import type { Plant } from "./plant.ts";
import { redacted } from "./secret.ts";
import type { ReadingPath } from "./stale.ts";
import { type State, writeState } from "./state.ts";
import type { Refusal } from "./status.ts";

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

/** What is asked for at a check, and what of the policy's actions is not. */
export interface Plan {
  readonly asking: readonly Action[];
  readonly held: readonly Held[];
}

const ORDERED: Reason = { code: "ordered", facts: {} };

/** Carries out what was decided at a check, within the limits, or what a person ordered instead. */
export function actor({ folder, plant, policy, controller, limits, state, log }: ActOptions) {
  let changes: readonly Change[] = state?.changes ?? [];
  let toldOf: readonly string[] = [];
  const refusals = new Map<string, Refusal>();

  /**
   * What a person wants comes before what the policy wants, has no limits, and is told of whether or not the policy wants something.
   * `stale`: readings that the policy looked for in vain.
   */
  function plan(observation: Observation, actions: readonly Action[], stale: readonly ReadingPath[]): Plan {
    const { paused, groups = {} } = readOverride(folder);
    const isOrdered = (group: string) => Object.hasOwn(groups, group) && paused !== true;
    const orders = Object.entries(groups).flatMap(([group, desired]): Scale[] =>
      isOrdered(group) && observation.groups[group] !== undefined ? [{ kind: "scale", group, desired }] : [],
    );
    const asking: Action[] = [...orders];
    const held = orders.map(({ group, desired }): Held => ({ subject: group, desired, because: ORDERED }));
    for (const action of actions) {
      const subject = subjectOf(action);
      if (action.kind !== "scale") {
        const because = heldBack(action, paused === true, stale);
        if (because === undefined) asking.push(action);
        else held.push({ subject, because });
        continue;
      }
      if (paused === true) held.push({ subject, because: { code: "paused", facts: {} } });
      else if (!isOrdered(subject)) {
        const left = within(limits, action, observation, changes, stale);
        if (left.action !== undefined) asking.push(left.action);
        if (left.held !== undefined) held.push(left.held);
      }
    }
    tellHeld(held.filter(({ because }) => because !== ORDERED && because.code !== "paused"));
    return { asking, held };
  }

  /** Once, for as long as nothing else is held back. */
  function tellHeld(held: readonly Held[]): void {
    const now = held.map(({ subject, desired, because }) => JSON.stringify([subject, desired, because.code]));
    held.forEach(({ subject, desired, because }, index) => {
      if (!toldOf.includes(now[index] ?? ""))
        log.warn({ subject, asked: desired, why: because.code, ...because.facts }, "held back");
    });
    toldOf = now;
  }

  /** Why nobody is asked to change a model or a cache; undefined: somebody is. */
  function heldBack({ kind }: ResourceAction, paused: boolean, stale: readonly ReadingPath[]): Reason | undefined {
    if (paused) return { code: "paused", facts: {} };
    if (!plant.can(kind)) return { code: "no-owner", facts: { action: kind } };
    return stale.length === 0 ? undefined : staleReadings(stale);
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

  /**
   * What the policy remembers is written first: a runner that dies in between has forgotten no cooldown. Orders are not charged to the
   * policy's hour.
   */
  async function carryOut({ asking, held }: Plan, { time, groups }: Observation, signal: AbortSignal): Promise<void> {
    const ordered = held.flatMap(({ subject, because }) => (because === ORDERED ? subject : []));
    const made = asking.flatMap((action) => {
      if (action.kind !== "scale" || ordered.includes(action.group)) return [];
      const { group, desired } = action;
      return [{ time, group, by: desired - (groups[group]?.desired ?? desired) }];
    });
    changes = [...recent(changes, time), ...made.filter(({ by }) => by !== 0)];
    if (!isKept(time)) return;
    // What is only held back for now, or wanted of a group that cannot be read just now, was refused all the same.
    const wanted = [...asking.map(subjectOf), ...held.map(({ subject }) => subject)];
    for (const { subject, action } of refusals.values()) {
      const isSeen = action.kind !== "scale" || groups[subject] !== undefined;
      if (isSeen && !wanted.includes(subject)) refusals.delete(subject);
    }
    for (const action of asking) {
      const subject = subjectOf(action);
      try {
        await (action.kind === "scale" ? plant.scale(action, signal) : plant.ask(action, signal));
        refusals.delete(subject);
      } catch (error) {
        const fault = redacted((error as Error).message);
        log.error({ ...action, fault }, "could not be asked for");
        const { since = time, times = 0 } = refusals.get(subject) ?? {};
        refusals.set(subject, { subject, action, since, times: times + 1, fault });
      }
    }
    await plant.tend(signal);
  }

  /** What was asked for in vain, and is still wanted. */
  function refused(): Refusal[] {
    return [...refusals.values()];
  }

  return { plan, carryOut, refused };
}

function subjectOf(action: Action): string {
  switch (action.kind) {
    case "scale":
      return action.group;
    case "load":
      return action.model;
    case "unload":
      return action.device;
    case "retain":
      return action.cache;
  }
}
