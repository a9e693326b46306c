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
  private readonly last = new Map<string | undefined, Map<string, DecisionEntry>>();

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
      if (
        previous !== undefined &&
        desired === undefined &&
        previous.desired === undefined &&
        sameCodes(previous, because)
      ) {
        previous.repeats++;
        continue;
      }
      const shown = this.entries.length < MOST;
      const seen = desired !== undefined && shown ? seenBy(observation, subject) : undefined;
      const entry: DecisionEntry = {
        time,
        ...(controller === undefined ? {} : { controller }),
        subject,
        ...(desired === undefined ? {} : { desired }),
        because: because.map(({ code, facts }) => ({ code, facts: { ...facts } })),
        ...(seen === undefined ? {} : { seen }),
        repeats: 1,
      };
      last.set(subject, entry);
      if (shown) this.entries.push(entry);
      else this.leftOut++;
    }
  }

  private begin(controller: string | undefined): Map<string, DecisionEntry> {
    const last = new Map<string, DecisionEntry>();
    this.last.set(controller, last);
    return last;
  }
}

const MOST = 2000;

function sameCodes(entry: DecisionEntry, because: Decision["because"]): boolean {
  if (entry.because.length !== because.length) return false;
  for (let index = 0; index < because.length; index++) {
    if (entry.because[index]!.code !== because[index]!.code) return false;
  }
  return true;
}
