import {
  bind,
  control,
  type Decision,
  didYouMean,
  type Held,
  type JournalHeader,
  type Json,
  type Observation,
  replayLines,
  type ScalingMetrics,
  type Seconds,
  scalingMetrics,
  UsageError,
  withHeld,
} from "../../policies/index.ts";
import { formatClock } from "../../reports/index.ts";
import { date, duration, readUnit } from "../../scenarios/index.ts";
import type { ExplainOptions } from "../commands/explain.ts";
import { linesOf } from "./lines-of.ts";
import { isDated, momentText } from "./moment.ts";
import { actionWords, factWords, heldWords, meaningOf } from "./words.ts";

interface Found {
  readonly time: Seconds;
  readonly controller: string | undefined;
  readonly header: JournalHeader | undefined;
  readonly observation: Observation;
  readonly decisions: readonly Decision[];
  readonly held?: readonly Held[];
  readonly metrics: Metrics;
  /** The journal ends before the moment that was asked about. */
  readonly last?: true;
}

/** By group; times as the original tells them. */
type Metrics = Readonly<
  Record<string, Omit<ScalingMetrics, "last_scaling_time"> & { last_scaling_time: string | null }>
>;

/** `disfun-sim explain`: the decisions that held at a time, in words. */
export function explainJournal({ file, at, group, controller, json }: ExplainOptions): void {
  const found = decisionAt(file, at, group, controller);
  if (json) {
    const { header, observation: _, last: __, ...told } = found;
    print(JSON.stringify({ policy: header?.policy, policyVersion: header?.policyVersion, ...told }, null, 2));
    return;
  }
  const { header, time } = found;
  const by = found.controller === undefined ? "" : ` of controller ${found.controller}`;
  const who = header === undefined ? "a policy" : `${header.policy}, version ${header.policyVersion},${around(header)}`;
  const when = found.last === true ? `At ${momentWords(time)}, where the journal ends,` : `At ${momentWords(time)}`;
  print(`${when} ${who} decided${by}:`);
  for (const decision of withHeld(found.decisions, found.held)) print(`\n${told(decision, found)}`);
}

/** The last check no later than the time, of those that decided on the group. */
function decisionAt(
  file: string,
  at: string | undefined,
  group: string | undefined,
  controller: string | undefined,
): Found {
  const rebuilt = new Map<string | undefined, Rebuilt>();
  let limit: Seconds | undefined;
  let first: Seconds | undefined;
  let found: Found | undefined;
  let end: Seconds | undefined;
  let ended = true;
  const subjects = new Set<string>();
  for (const { header, record } of replayLines(linesOf(file), file)) {
    if (header !== undefined) rebuilt.set(header.controller, rebuild(header));
    if (record?.decisions === undefined) continue;
    first ??= record.time;
    end = record.time;
    if (at === undefined) continue;
    limit ??= momentOf(at, first);
    if (record.time > limit) {
      ended = false;
      break;
    }
    const { controller: name, time, observation, held } = record;
    const own = rebuilt.get(name);
    own?.step(observation);
    if (controller !== undefined && name !== controller) continue;
    for (const { subject } of withHeld(record.decisions, held)) subjects.add(subject);
    const decisions = record.decisions.filter(({ subject }) => group === undefined || subject === group);
    const kept = held?.filter(({ subject }) => group === undefined || subject === group) ?? [];
    if (decisions.length === 0 && kept.length === 0) continue;
    const metrics = own?.metrics(observation) ?? {};
    found = {
      time,
      controller: name,
      header: own?.header,
      observation,
      decisions,
      ...(kept.length > 0 && { held: kept }),
      metrics,
    };
  }
  if (first === undefined) throw new UsageError("no decision is recorded in it", { file });
  if (at === undefined)
    throw new UsageError(`--at is missing: name a time from ${momentText(first)} to ${momentText(end ?? first)}`, {
      file,
    });
  if (found !== undefined) return ended && limit !== end ? { ...found, last: true } : found;
  if (group !== undefined && !subjects.has(group) && subjects.size > 0) {
    throw new UsageError(`there is no decision on "${group}" by then${didYouMean(group, [...subjects])}`, { file });
  }
  throw new UsageError(`there is no decision by ${momentText(limit ?? first)}; the first is at ${momentText(first)}`, {
    file,
  });
}

/** Seconds as in the journal, a duration after its first line, or a date. */
function momentOf(written: string, first: Seconds): Seconds {
  if (/^-?\d+(\.\d+)?$/.test(written)) return Number(written);
  const value = duration.parse(written);
  if (value !== undefined) return first + value;
  const moment = date.parse(written);
  if (moment === undefined) readUnit(duration, written);
  else if (isDated(moment) && !isDated(first))
    throw new UsageError(
      `--at ${written} is a date, and this journal counts from ${momentText(first)}; write for example 2h`,
    );
  return moment ?? first;
}

interface Rebuilt {
  readonly header: JournalHeader;
  step(observation: Observation): void;
  metrics(observation: Observation): Metrics;
}

/** The policy as it was, for what only its memory tells; the auto-scaler answers its metrics query from it. */
function rebuild(header: JournalHeader): Rebuilt {
  if (header.policy !== "utilization") return { header, step: () => undefined, metrics: () => ({}) };
  const { wrap } = header.parameters as { readonly wrap?: readonly Json[] };
  const controller = control(bind(header.policy, header.parameters), header.memory);
  return {
    header,
    step: (observation) => controller.step(observation),
    metrics: (observation) => {
      let memory = controller.memory;
      for (const _ of wrap ?? []) memory = (memory as { readonly inside: Json }).inside;
      const names = Object.keys(observation.groups);
      return Object.fromEntries(
        names.flatMap((name) => {
          const metrics = scalingMetrics(header.parameters, memory, observation, name);
          return metrics === undefined
            ? []
            : [[name, { ...metrics, last_scaling_time: iso(metrics.last_scaling_time) }]];
        }),
      );
    },
  };
}

function told(decision: Decision, { header, observation, held = [], metrics }: Found): string {
  const { subject, action, because } = decision;
  const group = observation.groups[subject];
  const known = metrics[subject];
  return [
    `${subject}: ${action === null ? "nothing to do" : actionWords(action, group?.desired)}`,
    ...because.map(({ code, facts }) => `  because ${meaningOf(code, header?.policy)} [${code}]${factWords(facts)}`),
    ...held
      .filter((each) => each.subject === subject)
      .map((each) => `  ${heldWords(each)}. ${meaningOf(each.because.code, undefined)}`),
    ...(group === undefined ? [] : [`  it saw ${groupWords(group)}`]),
    ...(group?.serves ?? []).map((queue) => `  and ${queue}: ${queueWords(observation.queues[queue])}`),
    ...(known === undefined
      ? []
      : [
          `  its metrics: ${Object.entries(known)
            .map(([name, value]) => `${name} ${value}`)
            .join(", ")}`,
        ]),
  ].join("\n");
}

function groupWords({ desired, minimum, maximum, replicas }: Observation["groups"][string]): string {
  const phases = new Map<string, number>();
  for (const { phase = "unknown" } of replicas) phases.set(phase, (phases.get(phase) ?? 0) + 1);
  const parts = [...phases].map(([phase, count]) => `${count} ${phase}`);
  const bounds = `of at least ${minimum}${maximum === undefined ? "" : ` and at most ${maximum}`}`;
  return `${desired} replicas asked for ${bounds}; there ${parts.length === 0 ? "is none" : `are ${parts.join(", ")}`}`;
}

function queueWords(queue: Observation["queues"][string] | undefined): string {
  const { waiting = "an unknown number", inService = "an unknown number" } = queue ?? {};
  return `${waiting} waiting, ${inService} in service`;
}

/** The wrappers in the order they were asked, from the policy out. */
function around({ parameters }: JournalHeader): string {
  const { wrap = [] } = parameters as { readonly wrap?: readonly (string | object)[] };
  const names = wrap.map((each) => (typeof each === "string" ? each : Object.keys(each).join()));
  return names.length === 0 ? "" : ` in ${names.join(", in ")},`;
}

/** Without a date it also says the clock of the run. */
function momentWords(time: Seconds): string {
  return isDated(time) ? momentText(time) : `${momentText(time)} (${formatClock(time, true)} into the run)`;
}

function iso(time: Seconds): string;
function iso(time: Seconds | null): string | null;
function iso(time: Seconds | null): string | null {
  return time === null ? null : new Date(time * 1000).toISOString();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
