import { type Journal, openJournal } from "../../reports/index.ts";
import type { Scenario } from "../../scenarios/index.ts";
import type { Result } from "../../sim/index.ts";

/** Of which seeds. */
export type WhichJournals = "drawn" | "first" | "all" | "none";

export interface Journals {
  /** Where the journal of one run goes, if one is kept. */
  open(label: string, seed: number): ((line: string) => void) | undefined;
  /** Told of which seed the page draws runs: true where their journals are wanted instead of those that are kept. */
  onDrawn(seed: number): boolean;
  /** Gives all of them their names. */
  close(): Promise<readonly Kept[]>;
  discard(): void;
}

interface Kept {
  readonly label: string;
  readonly seed: number;
  /** Of its file. */
  readonly name: string;
}

/**
 * They stay nameless until the whole experiment went well. Which seed is drawn is known only at its end: so those of the first are
 * kept, and where another one is drawn its runs are made once more.
 */
export function journalsIn(folder: string, { seeds }: Scenario, which: WhichJournals): Journals {
  let kept: { label: string; seed: number; journal: Journal }[] = [];
  let wanted = seeds[0];

  function open(label: string, seed: number): ((line: string) => void) | undefined {
    if (which === "none" || (which !== "all" && seed !== wanted)) return undefined;
    const journal = openJournal(folder, which === "all" ? `${label}.seed-${seed}` : label);
    kept.push({ label, seed, journal });
    return journal.write;
  }

  function discard(): void {
    for (const { journal } of kept) journal.discard();
    kept = [];
  }

  return {
    open,
    discard,
    onDrawn(seed) {
      if (which !== "drawn" || seed === wanted) return false;
      discard();
      wanted = seed;
      return true;
    },
    async close() {
      const names: Kept[] = [];
      for (const { journal, ...of } of kept) names.push({ ...of, name: await journal.close() });
      return names;
    },
  };
}

/** What the page links: files by label, of the seed that is drawn, or else of the first that is kept. */
export function linkedJournals({ policies }: Result, kept: readonly Kept[]) {
  const drawn = kept.find(({ seed }) => seed === policies[0]?.detail.seed) ?? kept[0];
  const linked = kept.filter(({ seed }) => seed === drawn?.seed);
  return { seed: drawn?.seed, files: Object.fromEntries(linked.map(({ label, name }) => [label, name])) };
}
