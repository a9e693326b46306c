import { type Check, type LiveSummary, type Override, type Plant, readOverride } from "../../live/index.ts";
import { type Decision, formatLine, type Held, withHeld } from "../../policies/index.ts";
import { counted } from "./counted.ts";
import { actionWords, heldWords, reasonWords } from "./words.ts";

export function tellJson({ record }: Check): void {
  print(formatLine(record));
}

/** Tells what is done, or would be, and of what stays as it is, or is held back, only when that is another thing than before. */
export function teller(going: string): (check: Check) => void {
  const last = new Map<string, string>();
  return ({ record, shadows }) => {
    const moment = new Date(record.time * 1000).toISOString().slice(11, 19);
    for (const decision of withHeld(record.decisions, record.held)) {
      const { action, subject, because } = decision;
      const kept = record.held?.find((each) => each.subject === subject);
      const current = record.observation.groups[subject]?.desired;
      const does = action === null ? "nothing" : actionWords(action, current);
      const reasons = because.map(({ code }) => code);
      // As the line is, without numbers that are others at every check.
      const said = JSON.stringify([does, reasons, kept && [current, kept.desired, kept.because.code]]);
      const isNew = (action !== null && kept === undefined) || last.get(subject) !== said;
      last.set(subject, said);
      const held = kept === undefined ? "" : `; ${heldWords(kept)}`;
      if (isNew) print(`${moment}  ${subject}: ${decisionWords(decision, record.observation.groups, going)}${held}`);
    }
    for (const { label, differences } of shadows) {
      for (const { subject, second } of differences) {
        const other = second === undefined ? "nothing" : decisionWords(second, record.observation.groups, "would go");
        print(`${moment}  ${subject}: ${label} ${other}`);
      }
    }
  };
}

/** For who only watches: what people have ordered the runner that acts, whenever it is another thing than before. */
export function ordersTeller(folder: string): () => void {
  let last = orderWords({});
  return () => {
    const now = orderWords(readOverride(folder));
    if (now !== last) print(now);
    last = now;
  };
}

/** Who decides what is asked for. */
export function orderWords({ paused, groups = {} }: Override): string {
  if (paused === true) return "paused: nothing is asked for";
  const ordered = Object.entries(groups).map(([group, count]) => `${group} stays at ${count}`);
  return ordered.length === 0 ? "the policy decides" : ordered.join(", ");
}

/** A line for each decision, with what of it is held back. */
export function decisionLines(
  decisions: readonly Decision[],
  held: readonly Held[],
  groups: Groups,
  going: string,
): string[] {
  return withHeld(decisions, held).map((decision) => {
    const kept = held.find(({ subject }) => subject === decision.subject);
    const words = decisionWords(decision, groups, going);
    return `${decision.subject}: ${words}${kept === undefined ? "" : `; ${heldWords(kept)}`}`;
  });
}

type Groups = Readonly<Record<string, { readonly desired: number }>>;

function decisionWords(decision: Decision, groups: Groups, going: string): string {
  const { action, subject } = decision;
  const would = action === null ? "nothing to do" : `${going} ${actionWords(action, groups[subject]?.desired)}`;
  return `${would}, ${reasonWords(decision)}`;
}

export function tellSummary(
  { checks, skipped, failed, differing }: LiveSummary,
  counts: ReturnType<Plant["counts"]>,
): void {
  const missed = Object.entries(counts).flatMap(([name, { readings, failures }]) =>
    failures === 0 ? [] : `${name} failed ${failures} of ${readings} times`,
  );
  const others = Object.entries(differing).map(([label, times]) => `${label} would have acted otherwise at ${times}`);
  const parts = [
    counted(checks, "check"),
    ...(skipped === 0 ? [] : [`${skipped} left out`]),
    ...(failed === 0 ? [] : [`${failed} came to nothing`]),
  ];
  print([...parts, ...others, ...missed].join("; "));
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
