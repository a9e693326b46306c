import type { z } from "zod";
import type { Action, Decision, Group, Json, Observation, Outcome, Policy, Reason, Seconds } from "../policy.ts";

/** What the policy inside asks for one group, and what there is. */
export interface Asked {
  readonly name: string;
  readonly group: Group;
  readonly observation: Observation;
  /** The count the policy inside asks for; where it asks for nothing, the one the owner works towards. */
  readonly desired: number;
  /** Replicas of all other groups, as asked for by now. */
  readonly elsewhere: number;
}

/** What becomes of it. `memory`: whatever the wrapper keeps of this group. */
export interface Revision {
  readonly desired: number;
  /** Needed where `desired` is another than was asked for. */
  readonly because?: Reason;
  readonly memory?: Json;
  readonly wake?: Seconds;
}

/** A policy around a policy, as the list of wrappers holds it: it may change the count asked for, and says so. */
export interface Wrapper {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Where its rule comes from. */
  readonly source: string;
  /** Raised when the same inputs may give another decision. */
  readonly version: number;
  readonly parameters: z.ZodType;
  readonly reasons: Readonly<Record<string, string>>;
  readonly readsCalendar?: boolean;
  /** Parameters worth trying: the laws run each. */
  readonly examples: readonly Json[];
  create(parameters: unknown): (asked: Asked, memory: Json | undefined) => Revision;
}

/** A wrapper whose rule gets what its schema makes of the parameters, and its own kind of memory. */
export function defineWrapper<Schema extends z.ZodType, Memory extends Json>(
  wrapper: Omit<Wrapper, "parameters" | "create"> & {
    readonly parameters: Schema;
    revise(parameters: z.output<Schema>, asked: Asked, memory: Memory | undefined): Revision & { memory?: Memory };
  },
): Wrapper {
  const { revise, ...rest } = wrapper;
  return {
    ...rest,
    create: (parameters) => (asked, memory) =>
      revise(parameters as z.output<Schema>, asked, memory as Memory | undefined),
  };
}

type Memory = { readonly inside: Json; readonly own: { readonly [group: string]: Json } };
/** Parameters of a wrapper, defaults filled in; each has `groups`. */
type Bound = { readonly [key: string]: Json };

/**
 * The policy with the wrapper around it. It keeps its name, so that a journal still tells whose rules they are; the wrapper is among
 * its parameters, and its version rises with either's.
 */
export function wrap(policy: Policy, wrapper: Wrapper, bound: Bound): Policy<Memory> {
  const rule = wrapper.create(bound);
  const groups = bound.groups as readonly string[] | null;
  const parameters = policy.parameters as { readonly wrap?: readonly Json[] };
  return {
    name: policy.name,
    version: policy.version + wrapper.version - 1,
    parameters: { ...parameters, wrap: [...(parameters.wrap ?? []), { [wrapper.name]: bound }] },
    begin: () => ({ inside: policy.begin(), own: {} }),
    decide(observation, memory) {
      const outcome = policy.decide(observation, memory.inside);
      const counts = new Map(Object.entries(observation.groups).map(([name, group]) => [name, group.desired]));
      const decisions = [...outcome.decisions];
      // A group that takes no command now keeps what is known of it.
      const own: Record<string, Json> = { ...memory.own };
      let wake = outcome.wake;
      for (const [name, group] of Object.entries(observation.groups)) {
        if (groups !== null && !groups.includes(name)) continue;
        const at = decisions.findIndex((decision) => decides(decision, name));
        const action = scaleOf(decisions[at]);
        const desired = action?.desired ?? group.desired;
        counts.delete(name);
        const elsewhere = sum(counts.values());
        const revision = rule({ name, group, observation, desired, elsewhere }, own[name]);
        counts.set(name, revision.desired);
        if (revision.memory !== undefined) own[name] = revision.memory;
        if (revision.wake !== undefined) wake = Math.min(wake ?? revision.wake, revision.wake);
        if (revision.desired === desired || revision.because === undefined) continue;
        const revised = revisedDecision(name, group, decisions[at], revision.desired, revision.because);
        decisions.splice(at === -1 ? decisions.length : at, 1, revised);
      }
      const next: Outcome<Memory> = { decisions, memory: { inside: outcome.memory, own } };
      return wake === undefined ? next : { ...next, wake };
    },
  };
}

function decides(decision: Decision, group: string): boolean {
  const action = scaleOf(decision);
  return action === undefined ? decision.action === null && decision.subject === group : action.group === group;
}

function scaleOf(decision: Decision | undefined): Extract<Action, { kind: "scale" }> | undefined {
  return decision?.action?.kind === "scale" ? decision.action : undefined;
}

/** Who starts where and who leaves stays as it was asked: the lists count only as far as the count calls for them. */
function revisedDecision(
  name: string,
  { desired: current }: Group,
  decision: Decision | undefined,
  desired: number,
  because: Reason,
): Decision {
  const { kind: _kind, group: _group, desired: asked = current, ...lists } = scaleOf(decision) ?? {};
  const last: Reason = { ...because, facts: { asked, desired, ...because.facts } };
  return {
    subject: decision?.subject ?? name,
    action: desired === current ? null : { kind: "scale", group: name, desired, ...lists },
    because: decision === undefined ? [last] : [...decision.because, last],
  };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
