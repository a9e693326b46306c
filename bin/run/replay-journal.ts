import { basename } from "node:path";
import {
  bind,
  bindModule,
  type Decision,
  type Difference,
  differences,
  type JournalHeader,
  type Json,
  type Policy,
  type Replayed,
  replay,
  replayLines,
  UsageError,
} from "../../policies/index.ts";
import type { ReplayOptions } from "../commands/replay.ts";
import { counted } from "./counted.ts";
import { linesOf } from "./lines-of.ts";
import { momentText } from "./moment.ts";
import { importPolicy } from "./policy-module.ts";
import { actionWords, reasonWords } from "./words.ts";

/** Makes the policy for one controller of a journal. */
interface Contender {
  readonly label: string;
  make(header: JournalHeader | undefined): { readonly policy: Policy; readonly memory?: Json };
}

/** `disfun-sim replay`: the decisions of one policy, or where those of two differ. Exit code 1 where they do. */
export async function replayJournal({ file, policy, all, json }: ReplayOptions): Promise<void> {
  if (policy.length === 0 || policy.length > 2) {
    const found = policy.length === 0 ? "no policy is given" : `${policy.length} policies are given`;
    const names = "--policy NAME, or recorded for the journal's own";
    throw new UsageError(`${found}; name one to see its decisions, or two to see where they differ: ${names}`);
  }
  const contenders = await Promise.all(policy.map(contender));
  const [first, second] = contenders.map((each, index) =>
    replay(replayLines(linesOf(file, index > 0), file), each.make),
  );
  if (first === undefined) return;
  if (second === undefined) return tellOne(first, { all, json });
  const differ = tellTwo(
    contenders.map(({ label }) => label),
    first,
    second,
    json,
  );
  if (differ) process.exitCode = 1;
}

/** `recorded`, NAME, NAME:PRESET, a module, or JSON as in a scenario. */
async function contender(written: string): Promise<Contender> {
  if (written === "recorded") return { label: written, make: recorded };
  if (/\.[cm]?[jt]s$/.test(written)) {
    const exported = await importPolicy(written);
    return { label: basename(written), make: () => ({ policy: bindModule(exported, {}, written) }) };
  }
  const { name, parameters } = written.startsWith("{") ? fromJson(written) : fromName(written);
  const policy = bind(name, parameters);
  return { label: written.startsWith("{") ? name : written, make: () => ({ policy }) };
}

function recorded(header: JournalHeader | undefined) {
  if (header === undefined) throw new UsageError("--policy recorded: the file has no header that tells which it was");
  return { policy: bind(header.policy, header.parameters), memory: header.memory };
}

function fromName(written: string): { name: string; parameters: Json } {
  const [name = "", preset] = written.split(":");
  return { name, parameters: preset === undefined ? {} : { preset } };
}

function fromJson(written: string): { name: string; parameters: Json } {
  try {
    const { policy, parameters, wrap } = JSON.parse(written) as { policy?: string; parameters?: object; wrap?: Json };
    if (typeof policy !== "string") throw new UsageError(`--policy ${written}: says no policy: NAME`);
    return { name: policy, parameters: { ...parameters, ...(wrap === undefined ? {} : { wrap }) } };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--policy ${written}: is no JSON; expected {"policy": NAME, "parameters": {…}}`);
  }
}

function tellOne(steps: Iterable<Replayed>, { all, json }: { readonly all: boolean; readonly json: boolean }): void {
  let checks = 0;
  let actions = 0;
  let differ: number | undefined;
  for (const step of steps) {
    checks++;
    const acting = step.decisions.filter(({ action }) => action !== null);
    actions += acting.length;
    const different = step.recorded === undefined ? [] : differences(step.decisions, step.recorded);
    if (step.recorded !== undefined) differ = (differ ?? 0) + different.length;
    const { recorded: _, ...told } = step;
    if (json) print(JSON.stringify(told));
    else for (const line of linesOfStep(step, different, all)) print(`${moment(step)}  ${line}`);
  }
  if (json) return;
  const compared =
    differ === undefined ? "" : `; ${differ} ${differ === 1 ? "differs" : "differ"} from what was recorded`;
  print(`${counted(checks, "check")}, ${counted(actions, "action")}${compared}`);
}

/** What is asked for, and what differs from the record with what that was. */
function linesOfStep({ decisions }: Replayed, different: readonly Difference[], all: boolean): string[] {
  const marks = new Map(different.map(({ subject, second }) => [subject, second?.action ?? null]));
  const said = decisions
    .filter(({ subject, action }) => all || action !== null || marks.has(subject))
    .map((decision) => {
      const recorded = marks.get(decision.subject);
      marks.delete(decision.subject);
      return `${decisionWords(decision)}${recorded === undefined ? "" : recordedWords(recorded)}`;
    });
  return [...said, ...[...marks].map(([subject, action]) => `${subject}: says nothing${recordedWords(action)}`)];
}

function recordedWords(action: Decision["action"]): string {
  return ` – differs: recorded was ${actionWords(action, undefined)}`;
}

function tellTwo(
  labels: readonly string[],
  first: Iterable<Replayed>,
  second: Iterable<Replayed>,
  json: boolean,
): boolean {
  const others = second[Symbol.iterator]();
  let checks = 0;
  let count = 0;
  for (const step of first) {
    const other: Replayed | undefined = others.next().value;
    checks++;
    for (const difference of differences(step.decisions, other?.decisions ?? [])) {
      count++;
      print(json ? jsonOf(step, difference) : words(labels, step, difference));
    }
  }
  if (!json) print(`${counted(checks, "check")}, ${counted(count, "difference")}`);
  return count > 0;
}

function jsonOf({ time, controller }: Replayed, { subject, first, second }: Difference): string {
  return JSON.stringify({ time, controller, subject, first: first ?? null, second: second ?? null });
}

function words(labels: readonly string[], step: Replayed, { subject, first, second }: Difference): string {
  const [one, other] = [first, second].map((decision) =>
    decision === undefined ? "says nothing" : `${actionWords(decision.action, undefined)}, ${reasonWords(decision)}`,
  );
  return `${moment(step)}  ${subject}\n    ${labels[0]}: ${one}\n    ${labels[1]}: ${other}`;
}

function decisionWords(decision: Decision): string {
  return `${decision.subject}: ${actionWords(decision.action, undefined)}, ${reasonWords(decision)}`;
}

function moment({ time, controller }: Replayed): string {
  return `${momentText(time)}${controller === undefined ? "" : ` ${controller}`}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
