import type { Crew } from "./crew.ts";
import type { PackedRun } from "./packed-run.ts";
import { type Listening, runAll } from "./run-all.ts";
import type { Unit } from "./units.ts";

/** Who keeps what is told of the runs that are drawn. */
export interface Drawing {
  /** Is told the seed that is drawn; true: its runs are to be made once more for their journals. */
  readonly onDrawn?: (seed: number) => boolean;
}

/** Whose runs have their detail from the beginning. */
export function detailed(units: readonly Unit[], isGrowing: boolean): (seed: number) => boolean {
  const first = units[0]?.seed;
  return (seed) => seed === first || (!isGrowing && units.length <= FEW);
}

/**
 * The runs of one unit with their detail. Which one is drawn is known only when all are made, and a detail takes a tenth of a run of
 * a day, so most runs are made without and those of that unit once more. `made`: as they are so far.
 */
export async function drawnRuns(
  unit: Unit,
  made: ReadonlyMap<string, PackedRun>,
  crew: Pick<Crew, "size" | "run">,
  { journal, signal, onDrawn }: Listening & Drawing,
): Promise<readonly PackedRun[]> {
  const journaled = onDrawn?.(unit.seed) ?? false;
  const runs = [...made.values()];
  if (!journaled && runs.every(({ detail }) => detail !== undefined)) return runs;
  const jobs = [...made.keys()].map((label) => ({ label, ...unit }));
  const again = await runAll(jobs, crew, {
    detail: () => true,
    ...(journal && { journal }),
    ...(signal && { signal }),
  });
  return again.flatMap((run) => run ?? []);
}

/** Units of which one more run each would cost more than all the details. */
const FEW = 4;
