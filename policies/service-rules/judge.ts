import type { Action, Decision, Group, Observation, Reason } from "../policy.ts";
import { type Candidate, candidatesFor } from "./candidates.ts";
import type { Conditions, RuleState } from "./conditions.ts";
import type { Floors } from "./floors.ts";
import type { ServiceMemory } from "./memory.ts";
import type { Parameters, Service } from "./parameters.ts";
import { findRoom, type Promised } from "./placement.ts";
import { victims } from "./victims.ts";

/** One service at one check. */
export interface View {
  readonly name: string;
  readonly service: Service;
  readonly group: Group;
  readonly parameters: Parameters;
  readonly observation: Observation;
  readonly memory: ServiceMemory;
  readonly floors: Floors;
  /** Of every service, for the matrix. */
  readonly conditions: ReadonlyMap<string, Conditions>;
  /** What starts of this check will take on GPUs; filled on the way. */
  readonly promised: Promised;
}

export interface Judged {
  readonly decision: Decision;
  /** A rule without a cooldown made the step. */
  readonly emergency: boolean;
  /** Whether any called for one. */
  readonly isEmergency: boolean;
}

/** At most one step for one service: what is due first to the schedule, then to the up rules, and only then to the down rules. */
export function judge(view: View): Judged {
  const { name, group } = view;
  const { floor, maximum } = boundsOf(view);
  if (group.desired < floor) return calm(raised(view, floor, maximum));
  const states = view.conditions.get(name)?.rules ?? [];
  const candidates = candidatesFor(name, view.service, view.parameters, (of) => view.conditions.get(of)?.rules ?? []);
  if (candidates.length > 0) return stepUp(view, candidates, maximum);
  const breached = states.find(({ up }) => up === "pending");
  if (breached !== undefined) return calm(hold(view, pendingReason(breached)));
  return calm(stepDown(view, states, floor));
}

function boundsOf({ name, service, group, floors }: View): { readonly floor: number; readonly maximum: number } {
  const scheduled = Object.hasOwn(floors.counts, name) ? (floors.counts[name] ?? 0) : 0;
  const maximum = Math.min(service.maximum, group.maximum ?? Number.POSITIVE_INFINITY);
  return { floor: Math.min(maximum, Math.max(service.minimum, group.minimum, scheduled)), maximum };
}

/** In one step and whatever the cooldown: the capacity must be there when the traffic comes. */
function raised(view: View, floor: number, maximum: number): Decision {
  const { group, floors } = view;
  const facts = { window: floors.window, floor, desired: group.desired };
  const code = floor === Math.max(view.service.minimum, group.minimum) ? "below-minimum" : "schedule-floor";
  return grown(view, Math.min(maximum, floor) - group.desired, { code, facts });
}

function stepUp(view: View, candidates: readonly Candidate[], maximum: number): Judged {
  const { group, memory, parameters, service } = view;
  const isEmergency = candidates.some(({ cooldown }) => cooldown === null);
  const outcome = (decision: Decision, emergency = false): Judged => ({ decision, emergency, isEmergency });
  const [first] = candidates as [Candidate];
  if (group.desired >= maximum) {
    return outcome(hold(view, causeOf(first), { code: "at-maximum", facts: { desired: group.desired, maximum } }));
  }
  const given = parameters.emergencySteps;
  const exhausted = given !== null && memory.emergencies >= given;
  const live = candidates.filter(({ cooldown }) => cooldown !== null || !exhausted);
  if (live.length === 0) {
    const facts = { steps: memory.emergencies };
    return outcome(hold(view, causeOf(first), { code: "emergency-steps-did-not-help", facts }));
  }
  const ready = live.find((candidate) => hasCooledDown(view, candidate));
  if (ready === undefined) return outcome(hold(view, causeOf(first), cooldownReason(view, live[0] ?? first)));
  const wanted = Math.min(service.stepUp, maximum - group.desired);
  const decision = grown(view, wanted, causeOf(ready));
  return outcome(decision, decision.action !== null && ready.cooldown === null);
}

function hasCooledDown({ memory, observation: { time } }: View, { cooldown, repeat }: Candidate): boolean {
  if (cooldown === null) return memory.emergency === null || time - memory.emergency >= repeat;
  return memory.changed === null || time - memory.changed >= cooldown;
}

function cooldownReason({ memory, observation: { time } }: View, { cooldown, repeat }: Candidate): Reason {
  const last = (cooldown === null ? memory.emergency : memory.changed) ?? time;
  return { code: "cooldown", facts: { since: time - last, cooldown: cooldown ?? repeat } };
}

/** So many more, as far as GPUs have room. */
function grown(view: View, wanted: number, because: Reason): Decision {
  const { group, name, service, parameters, observation, promised } = view;
  if (service.gpu === null || !parameters.gpuCheck) return scaled(name, group.desired + wanted, [because]);
  const { start, refused } = findRoom(service.gpu, group, observation, wanted, promised);
  const reasons = refused === undefined ? [because] : [because, refused];
  if (start.length === 0) return hold(view, ...(reasons as [Reason, ...Reason[]]));
  return scaled(name, group.desired + start.length, reasons, { start });
}

function stepDown(view: View, states: readonly RuleState[], floor: number): Decision {
  const { group, name, service, memory, parameters, observation, floors } = view;
  const required = states.filter(({ rule }) => rule.down !== null && rule.requiredForDown);
  const because = downReason(parameters, required, floors, name);
  if (because.code === "steady" || because.code === "metric-unknown") return hold(view, because);
  if (group.desired <= floor)
    return hold(view, because, { code: "at-minimum", facts: { desired: group.desired, floor } });
  const cooldown = Math.max(0, ...required.map(({ rule }) => rule.cooldown ?? 0));
  const since = memory.changed === null ? undefined : observation.time - memory.changed;
  if (since !== undefined && since < cooldown)
    return hold(view, because, { code: "cooldown", facts: { since, cooldown } });
  const unhealthy = group.replicas.find(({ phase }) => phase === "unhealthy");
  if (unhealthy !== undefined)
    return hold(view, because, { code: "replica-unhealthy", facts: { replica: unhealthy.id } });
  const leaving = Math.min(service.stepDown, group.desired - floor);
  const release = victims(parameters.gpuCheck ? service.gpu : null, group, observation, leaving);
  return scaled(name, group.desired - leaving, [because], release.length === 0 ? {} : { release });
}

/** Why fewer would do, or why nobody can say so. */
function downReason(
  { downMode }: Parameters,
  required: readonly RuleState[],
  { window, shrink, counts }: Floors,
  name: string,
): Reason {
  const low = required.filter(({ down }) => down === "satisfied");
  const facts = { low: low.length, rules: required.length };
  if (required.length > 0 && (downMode === "any" ? low.length > 0 : low.length === required.length)) {
    return { code: "low", facts };
  }
  if (shrink && Object.hasOwn(counts, name)) return { code: "schedule-shrinks", facts: { window } };
  const unknown = required.find(({ value }) => value === undefined);
  if (unknown !== undefined) return { code: "metric-unknown", facts: { ...facts, metric: unknown.metric } };
  return { code: "steady", facts };
}

function causeOf({ cause, priority, facts }: Candidate): Reason {
  return { code: "rule-satisfied", facts: { cause, priority, ...facts } };
}

function pendingReason({ metric, value = 0, rule }: RuleState): Reason {
  return { code: "up-pending", facts: { metric, value, threshold: rule.up ?? 0, for: rule.upFor } };
}

function scaled(
  name: string,
  desired: number,
  because: readonly Reason[],
  how: Partial<Extract<Action, { kind: "scale" }>> = {},
): Decision {
  const action = { kind: "scale", group: name, desired, ...how } as const;
  return { subject: name, action, because: because as Decision["because"] };
}

function hold({ name }: View, ...because: [Reason, ...Reason[]]): Decision {
  return { subject: name, action: null, because };
}

function calm(decision: Decision): Judged {
  return { decision, emergency: false, isEmergency: false };
}
