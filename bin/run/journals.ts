import { type Journal, openJournal } from "../../reports/index.ts";
import type { Scenario } from "../../scenarios/index.ts";

export interface Journals {
  /** Where the journal of one run goes, if one is kept. */
  open(label: string, seed: number): ((line: string) => void) | undefined;
  /** Gives all of them their names; returns the names, and for each policy that of its first. */
  close(): Promise<{ readonly names: readonly string[]; readonly byLabel: Readonly<Record<string, string>> }>;
  discard(): void;
}

/** Journals of the first seed, of all, or none. They stay nameless until the whole experiment went well. */
export function journalsIn(folder: string, { seeds }: Scenario, which: "first" | "all" | "none"): Journals {
  const kept: { label: string; journal: Journal }[] = [];

  return {
    open(label, seed) {
      if (which === "none" || (which === "first" && seed !== seeds[0])) return undefined;
      const journal = openJournal(folder, which === "all" ? `${label}.seed-${seed}` : label);
      kept.push({ label, journal });
      return journal.write;
    },
    async close() {
      const names: string[] = [];
      const byLabel: Record<string, string> = {};
      for (const { label, journal } of kept) {
        const name = await journal.close();
        names.push(name);
        byLabel[label] ??= name;
      }
      return { names, byLabel };
    },
    discard: () => {
      for (const { journal } of kept) journal.discard();
    },
  };
}
