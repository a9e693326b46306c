import { z } from "zod";
import { define } from "./entry.ts";
import { ordered } from "./ordered.ts";
import type { Decision, Group, Json, Observation, Outcome, Policy, Reason, Replica, Seconds } from "./policy.ts";

const parameters = z
  .strictObject({
    idleFor: z
      .number()
      .nonnegative()
      .default(600)
      .describe("Seconds a replica may idle before it is stopped; 0: it is stopped as soon as it idles."),
    minimum: z.int().nonnegative().default(0).describe("Fewest replicas of each group, beside its owner's bound."),
    maximum: z
      .int()
      .nonnegative()
      .nullable()
      .default(null)
      .describe("Most replicas of each group, beside its owner's bound; null: no other bound."),
  })
  .superRefine(ordered("minimum", "maximum", { orEqual: true }));
type Parameters = z.output<typeof parameters>;

/** By group and replica: when a decision first saw it idle. */
type Memory = { readonly [group: string]: { readonly [replica: string]: Seconds } };

/** DelayedOff of Gandhi, Harchol-Balter and others; with `idleFor: 0` the on/off servers of the M/M/k/Setup model. */
export const delayedOff = define({
  name: "delayed-off",
  summary: "Starts one replica for every waiting task, and stops a replica when it has been idle for a time.",
  source:
    "Gandhi, Doroudi, Harchol-Balter, Scheller-Wolf: Exact analysis of the M/M/k/setup class of Markov chains (2014)",
  parameters,
  reasons: {
    "queue-unknown": "A queue of this group could not be read, so nobody can say how many starts are needed.",
    "work-waits": "More tasks wait than replicas are starting or idle for them.",
    "start-not-needed": "More replicas are starting than tasks wait for them.",
    "idle-too-long": "A replica has been idle for the time allowed.",
    "below-minimum": "There are fewer replicas than the least there may be.",
    "not-idle-long-enough": "More replicas serve, or idle within their time, than the owner works towards.",
    "idle-unknown":
      "No task waits, and replicas do not tell whether they are idle: one that may be busy is not stopped.",
    "as-needed": "Every waiting task has its start, and nobody has been idle for too long.",
  },
  monotoneInLoad: () => true,
  examples: [{ idleFor: 0 }, { idleFor: 30, minimum: 2, maximum: 6 }],
  create: (bound): Policy<Memory> => ({
    name: "delayed-off",
    version: 1,
    parameters: bound satisfies Json,
    begin: () => ({}),
    decide: (observation, memory) => decide(bound, observation, memory),
  }),
});

function decide(bound: Parameters, observation: Observation, memory: Memory): Outcome<Memory> {
  // A group that takes no command now keeps what is known of it.
  let next = memory;
  let wake = Number.POSITIVE_INFINITY;
  const decisions = Object.entries(observation.groups).map(([name, group]): Decision => {
    const idleSince = idleTimes(group, memory[name], observation.time);
    if (idleSince !== memory[name]) next = { ...next, [name]: idleSince };
    const waiting = waitingFor(group, observation);
    if (waiting === undefined) return { subject: name, action: null, because: [{ code: "queue-unknown", facts: {} }] };
    const plan = planned(bound, group, waiting, idleSince, observation.time);
    wake = Math.min(wake, plan.wake);
    return judged(name, group, waiting, plan);
  });
  return wake === Number.POSITIVE_INFINITY ? { decisions, memory: next } : { decisions, memory: next, wake };
}

/** Replicas that are idle now, each with the time since when. Counting begins with the decision that first sees it so. */
function idleTimes({ replicas }: Group, before: Memory[string] | undefined, time: Seconds): Memory[string] {
  let idle: Record<string, Seconds> | undefined;
  for (const { id, phase, inService } of replicas) {
    if (phase !== "ready" || inService !== 0) continue;
    idle ??= {};
    idle[id] = before !== undefined && Object.hasOwn(before, id) ? (before[id] ?? time) : time;
  }
  if (idle !== undefined) return idle;
  // The same object as before need not be looked through again.
  return before !== undefined && isEmpty(before) ? before : {};
}

function isEmpty(table: object): boolean {
  for (const _ in table) return false;
  return true;
}

function waitingFor({ serves }: Group, { queues }: Observation): number | undefined {
  let sum = 0;
  for (const name of serves) {
    const waiting = queues[name]?.waiting;
    if (waiting === undefined) return undefined;
    sum += waiting;
  }
  return sum;
}

interface Plan {
  readonly desired: number;
  /** Replicas that have been idle for too long, and starts nobody waits for. */
  readonly stop: readonly string[];
  readonly cancel: readonly string[];
  /** The earliest end of an idle time that could stop a replica. */
  readonly wake: Seconds;
  readonly atMinimum: boolean;
  /** Replicas that could be stopped, and do not tell whether they are idle. */
  readonly unknown: number;
}

function planned(bound: Parameters, group: Group, waiting: number, idleSince: Memory[string], time: Seconds): Plan {
  const lowest = Math.max(bound.minimum, group.minimum);
  const highest = Math.min(bound.maximum ?? Number.POSITIVE_INFINITY, group.maximum ?? Number.POSITIVE_INFINITY);
  const { starting, kept, silent } = counted(group);
  const idle = isEmpty(idleSince) ? NOBODY : Object.entries(idleSince).sort(([, a], [, b]) => a - b);
  // A smoothed queue has parts of tasks: who waits in part waits.
  const needed = Math.max(0, Math.ceil(waiting) - idle.length);
  const starts = Math.max(Math.min(needed, highest - kept), lowest - kept, 0);
  let due = 0;
  for (const [, since] of idle) if (time >= since + bound.idleFor) due++;
  const spare = Math.max(0, kept + starts - lowest);
  const stopped = waiting > 0 ? 0 : Math.min(due, spare);
  const stop = stopped === 0 ? NONE : idle.slice(0, stopped).map(([id]) => id);
  const next = spare > stopped ? idle[stopped] : undefined;
  const end = next === undefined ? Number.POSITIVE_INFINITY : next[1] + bound.idleFor;
  return {
    desired: kept - stopped + starts,
    stop,
    // The newest have the longest way to go.
    cancel: starting > starts ? newestStarting(group, starting - starts) : NONE,
    // A replica that is due while work waits is about to take it.
    wake: end > time ? end : Number.POSITIVE_INFINITY,
    atMinimum: starts > needed,
    unknown: Math.min(spare, silent),
  };
}

const NONE: readonly string[] = [];
const NOBODY: readonly (readonly [string, Seconds])[] = [];

/** How many are starting, how many serve or could, and how many of these do not tell whether they idle. */
function counted({ replicas }: Group) {
  let starting = 0;
  let kept = 0;
  let silent = 0;
  for (const { phase, inService } of replicas) {
    if (isStarting(phase)) starting++;
    else if (phase !== "draining" && phase !== "failed") {
      kept++;
      if (phase === "ready" && inService === undefined) silent++;
    }
  }
  return { starting, kept, silent };
}

function newestStarting({ replicas }: Group, count: number): string[] {
  const ids: string[] = [];
  for (let index = replicas.length - 1; index >= 0 && ids.length < count; index--) {
    const replica = replicas[index];
    if (replica !== undefined && isStarting(replica.phase)) ids.push(replica.id);
  }
  return ids;
}

function isStarting(phase: Replica["phase"]): boolean {
  return phase === "pending" || phase === "warming";
}

function judged(
  name: string,
  group: Group,
  waiting: number,
  { desired, stop, cancel, atMinimum, unknown }: Plan,
): Decision {
  const facts = { waiting, desired };
  if (desired === group.desired) {
    const keeps: Reason =
      waiting === 0 && unknown > 0
        ? { code: "idle-unknown", facts: { ...facts, replicas: unknown } }
        : { code: "as-needed", facts };
    return { subject: name, action: null, because: [keeps] };
  }
  const release = stop.length === 0 ? cancel : cancel.length === 0 ? stop : [...stop, ...cancel];
  const action: Decision["action"] =
    release.length === 0 ? { kind: "scale", group: name, desired } : { kind: "scale", group: name, desired, release };
  if (desired > group.desired) {
    const code = atMinimum ? "below-minimum" : waiting > 0 ? "work-waits" : "not-idle-long-enough";
    return { subject: name, action, because: [{ code, facts }] };
  }
  const tooLong: Reason = { code: "idle-too-long", facts: { ...facts, replicas: stop.length } };
  const notNeeded: Reason = { code: "start-not-needed", facts };
  if (stop.length === 0) return { subject: name, action, because: [notNeeded] };
  return { subject: name, action, because: cancel.length === 0 ? [tooLong] : [notNeeded, tooLong] };
}
