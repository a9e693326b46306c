import type { Decision, Observation } from "../../policies/policy.ts";
import type { DecisionEntry, Seen } from "../result.ts";
import { seenBy } from "./seen-by.ts";

/** The count asked of a group before decisions took effect, and another after them. */
export interface Change {
  readonly group: string;
  readonly desired: { readonly from: number; readonly to: number };
}

/** The decisions worth showing: those that changed a desired count, and the first of each row of checks that said the same. */
export class DecisionLog {
  readonly entries: DecisionEntry[] = [];
  leftOut = 0;
  /** By controller and subject. */
  private readonly last = new Map<string | undefined, Map<string, Last>>();

  /** `controller`: whose they are, where there are several. `changes`: what came of them. */
  add(
    time: number,
    controller: string | undefined,
    { observation, decisions }: { readonly observation: Observation; readonly decisions: readonly Decision[] },
    changes: readonly Change[] | undefined,
  ): void {
    const last = this.last.get(controller) ?? this.begin(controller);
    for (const { subject, because } of decisions) {
      const desired = changes && changeOf(changes, subject);
      const previous = last.get(subject);
      if (previous !== undefined && desired === undefined && !previous.changed && sameCodes(previous.codes, because)) {
        if (previous.entry !== undefined) previous.entry.repeats++;
        continue;
      }
      let entry: DecisionEntry | undefined;
      if (this.entries.length < MOST) {
        entry = entryOf(time, controller, subject, desired, because, desired && seenBy(observation, subject));
        this.entries.push(entry);
      } else this.leftOut++;
      const now = previous ?? { codes: [], changed: false, entry };
      if (previous === undefined) last.set(subject, now);
      note(now.codes, because);
      now.changed = desired !== undefined;
      now.entry = entry;
    }
  }

  private begin(controller: string | undefined): Map<string, Last> {
    const last = new Map<string, Last>();
    this.last.set(controller, last);
    return last;
  }
}

/** What was said last of a subject. */
interface Last {
  readonly codes: string[];
  changed: boolean;
  /** Undefined where it is not shown. */
  entry: DecisionEntry | undefined;
}

const MOST = 2000;

function changeOf(changes: readonly Change[], subject: string): Change["desired"] | undefined {
  for (const { group, desired } of changes) if (group === subject) return desired;
  return undefined;
}

/** Written out for the most frequent: spreads take longer than all the rest. */
function entryOf(
  time: number,
  controller: string | undefined,
  subject: string,
  desired: Change["desired"] | undefined,
  reasons: Decision["because"],
  seen: Seen | undefined,
): DecisionEntry {
  const because = reasons.map(({ code, facts }) => ({ code, facts: { ...facts } }));
  if (controller === undefined) {
    if (desired === undefined) return { time, subject, because, repeats: 1 };
    if (seen !== undefined) return { time, subject, desired, because, seen, repeats: 1 };
  }
  return {
    time,
    ...(controller === undefined ? {} : { controller }),
    subject,
    ...(desired === undefined ? {} : { desired }),
    because,
    ...(seen === undefined ? {} : { seen }),
    repeats: 1,
  };
}

function note(codes: string[], because: Decision["because"]): void {
  while (codes.length > because.length) codes.pop();
  for (let index = 0; index < because.length; index++) codes[index] = because[index]!.code;
}

function sameCodes(codes: readonly string[], because: Decision["because"]): boolean {
  if (codes.length !== because.length) return false;
  for (let index = 0; index < codes.length; index++) {
    if (codes[index] !== because[index]!.code) return false;
  }
  return true;
}
