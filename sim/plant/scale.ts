import type { Action, Capabilities } from "../../policies/policy.ts";
import type { GroupState } from "./group.ts";
import { start } from "./lifecycle.ts";
import type { Plant } from "./plant.ts";
import { BUSY, DRAINING, FAILED, IDLE, PENDING, UNHEALTHY, WARMING } from "./replicas.ts";
import { leave } from "./stopping.ts";
import { released } from "./witness.ts";

/** Brings a group to the desired count: starts what is missing, lets go what is too many. Asking again does nothing. */
export function scale(plant: Plant, group: GroupState, action: Extract<Action, { kind: "scale" }>): void {
  const desired = accepted(group, action.desired);
  if (desired === group.desired.value) return;
  plant.witness?.({ kind: "scaled", time: plant.now, group: group.spec.name, from: group.desired.value, to: desired });
  group.ask(plant.now, desired);
  const missing = desired - group.standing;
  for (let index = 0; index < missing; index++) {
    group.starts++;
    const { place, offers } = action.start?.[index] ?? {};
    const heeded = offersOf(group, offers);
    start(plant, group, place === undefined ? { offers: heeded } : { place, offers: heeded }, false);
  }
  if (missing >= 0) return;
  const rows = leavers(plant, group, -missing, action.release ?? NONE);
  plant.witness?.(released(plant, group, rows));
  for (const row of rows) leave(plant, row);
}

/** An adapter that is full starts no more and says so; the count asked for stays what it was. */
function accepted(group: GroupState, desired: number): number {
  const { capacity = Number.POSITIVE_INFINITY } = group.spec.adapter ?? {};
  const possible = Math.min(desired, Math.max(capacity, group.desired.value));
  group.refused += desired - possible;
  return possible;
}

/** What was asked for, if the adapter heeds it and has all of it; undefined: what the group offers. */
function offersOf({ spec }: GroupState, wanted: Capabilities | undefined): Capabilities | undefined {
  if (wanted === undefined || spec.adapter?.startOffers !== "given") return undefined;
  return Object.keys(wanted).every((name) => Object.hasOwn(spec.offers ?? {}, name)) ? wanted : undefined;
}

/** Whom the action names, then whom the group's rule names. */
function leavers(plant: Plant, group: GroupState, count: number, named: readonly string[]): number[] {
  const { phases, ids, idleSince } = plant.replicas;
  const { members } = group;
  const leaving: number[] = [];
  for (const id of named) {
    for (const row of members)
      if (ids[row] === id && phases[row] !== DRAINING && !leaving.includes(row)) leaving.push(row);
    if (leaving.length === count) return leaving;
  }
  const rest = members.filter((row) => phases[row] !== DRAINING && !leaving.includes(row));
  if (group.spec.release !== "oldest") rest.reverse();
  if (group.spec.release !== "idle-first") leaving.push(...rest);
  else {
    for (const phase of LEAST_USEFUL_FIRST) {
      // Mostly there are few to choose, and hundreds to choose from.
      if (leaving.length >= count) break;
      const alike = rest.filter((row) => phases[row] === phase);
      if (phase === IDLE) alike.sort((a, b) => idleSince[a]! - idleSince[b]!);
      leaving.push(...alike);
    }
  }
  return leaving.slice(0, count);
}

const NONE: readonly string[] = [];
const LEAST_USEFUL_FIRST = [FAILED, PENDING, WARMING, UNHEALTHY, IDLE, BUSY];
