import type { Reason } from "../../policies/policy.ts";
import type { Moment, Violation } from "./property.ts";
import type { Change, RunRecord } from "./run-record.ts";

/** `0:07:00`, `26:02:30`: seconds into a run, to the second, as its page tells them. */
export function clockTime(time: number): string {
  const whole = Math.round(time);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** `40 s`, `12 min`. */
export function span(seconds: number): string {
  return seconds < 120 ? `${Number(seconds.toPrecision(3))} s` : `${Number((seconds / 60).toPrecision(3))} min`;
}

/** `3rd`. */
export function ordinal(count: number): string {
  const ending = { 1: "st", 2: "nd", 3: "rd" }[count % 100 > 10 && count % 100 < 14 ? 0 : count % 10] ?? "th";
  return `${count}${ending}`;
}

/** A violation as a sentence: when, what, and the reasons that the policy gave. */
export function explained({ time, what, because = [] }: Violation): string {
  const reasons = because.map(({ code, facts }) => `${code}${factWords(facts)}`).join("; ");
  return `at ${clockTime(time)} ${what}${reasons === "" ? "" : `, because ${reasons}`}`;
}

/** Why the policy changed a count. */
export function reasonsFor(run: RunRecord, { step, group }: Pick<Change, "step" | "group">): readonly Reason[] {
  const decisions = run.steps[step]?.decisions ?? [];
  return decisions.find(({ action }) => action?.kind === "scale" && action.group === group)?.because ?? [];
}

/** The reasons of whatever was decided on the group at that moment. */
export function reasonsAt(run: RunRecord, time: number, group: string): readonly Reason[] {
  const step = run.steps.findLastIndex((each) => each.time <= time && hasAction(each.decisions, group));
  return step === -1 ? [] : reasonsFor(run, { step, group });
}

export function changeMoment({ time, group, from, to }: Change): Moment {
  return { time, label: `${group} ${from} → ${to}` };
}

function hasAction(decisions: RunRecord["steps"][number]["decisions"], group: string): boolean {
  return decisions.some(({ action }) => action?.kind === "scale" && action.group === group);
}

function factWords(facts: Reason["facts"]): string {
  const words = Object.entries(facts).map(([name, value]) => {
    return `${name} ${typeof value === "number" ? Number(value.toPrecision(6)) : value}`;
  });
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}
