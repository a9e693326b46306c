import type { Decision, Observation } from "../../policies/policy.ts";
import type { DecisionEntry } from "../result.ts";
import { seenBy } from "./seen-by.ts";

/** By group: the count asked of it before decisions took effect, and another after them. */
export type Changes = ReadonlyMap<string, { readonly from: number; readonly to: number }>;

/** The decisions worth showing: those that changed a desired count, and the first of each row of checks that said the same. */
export class DecisionLog {
  readonly entries: DecisionEntry[] = [];
  leftOut = 0;
  /** By controller and subject. */
  private readonly last = new Map<string | undefined, Map<string, Last>>();

  /** `controller`: whose they are, where there are several. */
  add(
    time: number,
    controller: string | undefined,
    { observation, decisions }: { readonly observation: Observation; readonly decisions: readonly Decision[] },
    changes: Changes,
  ): void {
    const last = this.last.get(controller) ?? this.begin(controller);
    for (const { subject, because } of decisions) {
      const desired = changes.get(subject);
      const previous = last.get(subject);
      if (previous !== undefined && desired === undefined && !previous.changed && sameCodes(previous.codes, because)) {
        if (previous.entry !== undefined) previous.entry.repeats++;
        continue;
      }
      let entry: DecisionEntry | undefined;
      if (this.entries.length < MOST) {
        const seen = desired && seenBy(observation, subject);
        entry = {
          time,
          ...(controller === undefined ? {} : { controller }),
          subject,
          ...(desired === undefined ? {} : { desired }),
          because: because.map(({ code, facts }) => ({ code, facts: { ...facts } })),
          ...(seen === undefined ? {} : { seen }),
          repeats: 1,
        };
        this.entries.push(entry);
      } else this.leftOut++;
      last.set(subject, { codes: because.map(({ code }) => code), changed: desired !== undefined, entry });
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
  readonly codes: readonly string[];
  readonly changed: boolean;
  /** Undefined where it is not shown. */
  readonly entry: DecisionEntry | undefined;
}

const MOST = 2000;

function sameCodes(codes: readonly string[], because: Decision["because"]): boolean {
  if (codes.length !== because.length) return false;
  for (let index = 0; index < codes.length; index++) {
    if (codes[index] !== because[index]!.code) return false;
  }
  return true;
}
