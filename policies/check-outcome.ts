import { notJson } from "./json.ts";
import type { Action, Decision, Group, Json, Observation, Outcome, Reason, Seconds } from "./policy.ts";
import { didYouMean } from "./suggest.ts";

export interface Settled {
  readonly decisions: readonly Decision[];
  readonly actions: readonly Action[];
  readonly memory: Json;
  readonly wake?: Seconds;
}

/** Says what a policy did wrong; never returns. */
export type Fault = (what: string) => never;

type Scale = Extract<Action, { kind: "scale" }>;

/**
 * What becomes of an outcome: refused through `fault` when it makes no sense, else its decisions with counts clipped to the
 * group's bounds. A policy may be plain JavaScript, so nothing is taken on trust.
 */
export function settle(outcome: Outcome<Json>, observation: Observation, memory: Json, fault: Fault): Settled {
  if (typeof outcome !== "object" || outcome === null) return fault("decide returned no outcome");
  if ("then" in outcome) return fault("decide returned a promise; a policy answers at once");
  if (!Array.isArray(outcome.decisions)) return fault("the outcome has no list of decisions");
  // The same object was looked at when it was new.
  const wrong = outcome.memory === memory ? undefined : notJson(outcome.memory);
  if (wrong !== undefined) return fault(`its memory does not survive JSON: ${wrong}`);
  const actions: Action[] = [];
  const decisions = [...(outcome.decisions as readonly Decision[])];
  for (let index = 0; index < decisions.length; index++) {
    const given = decisions[index] as Decision;
    checkReasons(given, fault);
    if (given.action === null) continue;
    const decision = judged(given, given.action, observation, fault);
    for (let other = 0; other < index; other++) checkApart(decision, decisions[other] as Decision, fault);
    if (decision.action !== null) actions.push(decision.action);
    decisions[index] = decision;
  }
  const { wake } = outcome;
  if (wake === undefined) return { decisions, actions, memory: outcome.memory };
  if (!finite(wake)) return fault(`wake is ${wake}, not a time`);
  if (wake <= observation.time) return fault(`wake at ${wake} s is not in the future`);
  return { decisions, actions, memory: outcome.memory, wake };
}

function checkReasons(decision: Decision, fault: Fault): void {
  const { subject, because } = decision;
  if (typeof subject !== "string" || subject === "") fault("a decision names no subject");
  if (decision.action === undefined) fault(`the decision on "${subject}" has no action; null says "nothing to do"`);
  if (!Array.isArray(because) || because.length === 0) fault(`the decision on "${subject}" gives no reason`);
  for (const reason of because) {
    if (typeof reason.code !== "string" || reason.code === "") fault(`a reason on "${subject}" has no code`);
    const { facts } = reason;
    for (const name in facts) {
      const fact = facts[name];
      const fine = typeof fact === "number" ? finite(fact) : typeof fact === "string" || typeof fact === "boolean";
      if (!fine) fault(`the fact "${name}" of reason "${reason.code}" on "${subject}" is ${fact}`);
    }
  }
}

/** Refuses an action nobody can carry out, and clips what can. */
function judged(decision: Decision, action: Action, observation: Observation, fault: Fault): Decision {
  switch (action.kind) {
    case "scale": {
      const group = known(observation.groups, action.group, "group", fault);
      checkScale(action, observation, fault);
      return clipped(withoutUnknown(decision, action, group), group);
    }
    case "load":
    case "unload":
      known(observation.devices, action.device, "device", fault);
      if (typeof action.model !== "string" || action.model === "")
        fault(`it would ${action.kind} a model without a name`);
      return decision;
    case "retain":
      known(observation.caches, action.cache, "cache", fault);
      if (!finite(action.timeToLive) || action.timeToLive < 0) {
        fault(`timeToLive is ${action.timeToLive} for cache "${action.cache}"; it must be at least 0 s`);
      }
      return decision;
    default:
      return fault(
        `"${String((action as { kind?: unknown }).kind)}" is no kind of action; there is scale, load, unload, retain`,
      );
  }
}

function checkScale(action: Scale, observation: Observation, fault: Fault): void {
  const { desired, group } = action;
  if (!Number.isInteger(desired) || desired < 0) {
    fault(`desired is ${desired} for group "${group}"; it must be a whole number of replicas, 0 or more`);
  }
  if (action.start === undefined) return;
  for (const { place } of action.start) {
    if (place === undefined || place in observation.devices || place in observation.nodes) continue;
    const places = [...Object.keys(observation.devices), ...Object.keys(observation.nodes)];
    fault(
      `it would start a replica of "${group}" on "${place}", which is no device or node${didYouMean(place, places)}`,
    );
  }
}

/** Someone named for release may have gone meanwhile, or been named twice: the rest of the action still makes sense. */
function withoutUnknown(decision: Decision, action: Scale, group: Group): Decision {
  const { release } = action;
  if (release === undefined || areListed(group, release)) return decision;
  const kept = release.filter((id, index) => isListed(group, id) && release.indexOf(id) === index);
  const dropped =
    release.find((id) => !isListed(group, id)) ?? release.find((id, index) => release.indexOf(id) !== index);
  return changed(decision, { ...action, release: kept }, "release-dropped", { replica: dropped ?? "" });
}

/** Each, and each once. */
function areListed(group: Group, ids: readonly string[]): boolean {
  let index = 0;
  for (const id of ids) {
    if (!isListed(group, id) || ids.indexOf(id) !== index) return false;
    index++;
  }
  return true;
}

function isListed(group: Group, id: string): boolean {
  for (const replica of group.replicas) if (replica.id === id) return true;
  return false;
}

/** Bounds are judged by direction: from 4 of at most 2, going to 3 is right, and so is staying at 4. */
function clipped(decision: Decision, group: Group): Decision {
  const { action } = decision;
  if (action?.kind !== "scale") return decision;
  const highest = Math.max(group.maximum ?? Number.POSITIVE_INFINITY, group.desired);
  const lowest = Math.min(group.minimum, group.desired);
  const { desired } = action;
  if (desired > highest) {
    return changed(decision, { ...action, desired: highest }, "clipped-to-maximum", {
      asked: desired,
      desired: highest,
    });
  }
  if (desired < lowest) {
    return changed(decision, { ...action, desired: lowest }, "clipped-to-minimum", { asked: desired, desired: lowest });
  }
  return decision;
}

function changed(decision: Decision, action: Action, code: string, facts: Reason["facts"]): Decision {
  return { ...decision, action, because: [...decision.because, { code, facts }] };
}

function checkApart(decision: Decision, other: Decision, fault: Fault): void {
  if (other.action === null || decision.action === null) return;
  if (other.subject === decision.subject) fault(`there are two actions on "${decision.subject}"`);
  if (
    other.action.kind === "scale" &&
    decision.action.kind === "scale" &&
    other.action.group === decision.action.group
  ) {
    fault(`group "${decision.action.group}" is scaled twice`);
  }
}

function known<T>(table: Readonly<Record<string, T>>, name: string, what: string, fault: Fault): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  return found ?? fault(`there is no ${what} "${name}"${didYouMean(String(name), Object.keys(table))}`);
}

function finite(value: unknown): boolean {
  return typeof value === "number" && value - value === 0;
}

/** Reason codes the controller itself appends. */
export const controllerReasons: Readonly<Record<string, string>> = {
  "clipped-to-maximum": "More was asked for than the group's owner allows; it gets that.",
  "clipped-to-minimum": "Less was asked for than the group's owner allows; it gets that.",
  "release-dropped": "A replica named for release is not there, or was named twice; the others are released.",
};
