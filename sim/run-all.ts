import type { Crew, Job } from "./crew.ts";
import type { PackedRun } from "./packed-run.ts";

export interface Progress {
  /** Runs finished, and to do in all as far as is known. */
  readonly done: number;
  readonly total: number;
  /** Share of all the work that is done. */
  readonly fraction: number;
  /** Of the run that was heard of last. */
  readonly label: string;
  readonly seed: number;
}

/** Who hears of the runs, and may end them. */
export interface Listening {
  readonly onProgress?: (progress: Progress) => void;
  /** Where the journal of one run goes, line by line, if anywhere. */
  readonly journal?: (label: string, seed: number) => ((line: string) => void) | undefined;
  /** Whether runs of that seed are to have their detail; if not given, none. */
  readonly detail?: (seed: number) => boolean;
  /** Ends everything at once. */
  readonly signal?: AbortSignal;
  /** No run is begun any more; those under way are finished. */
  readonly halt?: AbortSignal;
}

/**
 * As many at a time as the crew can, begun in their order; undefined where a halt came first. `earlier` runs were made before and
 * count as progress. The first that fails ends all, and so does the signal, with its reason.
 */
export async function runAll(
  jobs: readonly Job[],
  crew: Pick<Crew, "size" | "run">,
  { journal, detail, onProgress, signal, halt }: Listening,
  earlier = 0,
): Promise<(PackedRun | undefined)[]> {
  const runs: (PackedRun | undefined)[] = jobs.map(() => undefined);
  const parts = jobs.map(() => 0);
  const total = earlier + jobs.length;
  let next = 0;
  let done = earlier;

  async function work(): Promise<void> {
    for (let index = next++; index < jobs.length && halt?.aborted !== true; index = next++) {
      const job = jobs[index] as Job;
      const lines = journal?.(job.label, job.seed);
      const onPart = (part: number) => {
        parts[index] = part;
        const sum = parts.reduce((all, each) => all + each, earlier);
        onProgress?.({ done, total, fraction: sum / total, ...job });
      };
      onPart(0);
      const watch = { onPart, detail: detail?.(job.seed) ?? false, ...(signal && { signal }) };
      runs[index] = await crew.run(job, { ...watch, ...(lines && { journal: lines }) });
      done++;
      onPart(1);
    }
  }

  await Promise.all(Array.from({ length: crew.size }, work));
  return runs;
}
