import type { Decision, Observation } from "../../policies/policy.ts";
import type { DecisionEntry } from "../result.ts";
import { seenBy } from "./seen-by.ts";

/** The decisions worth showing: those that changed a desired count, and the first of each row of checks that said the same. */
export class DecisionLog {
  readonly entries: DecisionEntry[] = [];
  leftOut = 0;
  private readonly last = new Map<string, DecisionEntry>();

  /**
   * `before` and `after`: what the groups were asked to be, before and after the decisions took effect. `controller`: whose they
   * are, where there are several.
   */
  add(
    time: number,
    controller: string | undefined,
    { observation, decisions }: { readonly observation: Observation; readonly decisions: readonly Decision[] },
    before: ReadonlyMap<string, number>,
    after: ReadonlyMap<string, number>,
  ): void {
    for (const { subject, because } of decisions) {
      const from = before.get(subject);
      const to = after.get(subject);
      const desired = from !== undefined && to !== undefined && from !== to ? { from, to } : undefined;
      const about = `${controller ?? ""}/${subject}`;
      const previous = this.last.get(about);
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
      this.last.set(about, entry);
      if (shown) this.entries.push(entry);
      else this.leftOut++;
    }
  }
}

const MOST = 2000;

function sameCodes(entry: DecisionEntry, because: Decision["because"]): boolean {
  return (
    entry.because.length === because.length && because.every(({ code }, index) => entry.because[index]?.code === code)
  );
}
