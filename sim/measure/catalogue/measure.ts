import type { GroupMeasures, QueueMeasures, RunMeasures } from "../../result.ts";

/** One number of a run: what it is called, what it means, and where it stands. */
export interface Measure {
  /** In results, such as `wait.p95`. */
  readonly name: string;
  /** In scenarios, such as `p95 wait`. */
  readonly words: string;
  readonly unit: "s" | "h" | "1" | "1/h" | "USD" | "fraction of 1" | "replicas";
  /** Which way is better; neither for facts that are not merits. */
  readonly better?: "lower" | "higher";
  /** One line. */
  readonly definition: string;
  /** Where the definition leaves something open. */
  readonly formula?: string;
  /** Who defined it so. */
  readonly source?: string;
  /** Of the whole run. Undefined where the run does not know it. */
  of(run: RunMeasures): number | undefined;
  /** Of one queue, or a class of its tasks. Missing: it is none of theirs. */
  readonly ofQueue?: (queue: QueueMeasures, run: RunMeasures) => number | undefined;
  /** Of one group. Missing: it is none of theirs. */
  readonly ofGroup?: (group: GroupMeasures, run: RunMeasures) => number | undefined;
}

type Told = Omit<Measure, "of" | "ofQueue" | "ofGroup">;

/** A measure of each queue; of the run it is that of all tasks. */
export function ofQueues(told: Told, of: NonNullable<Measure["ofQueue"]>): Measure {
  return { ...told, of: (run) => of(run.tasks, run), ofQueue: of };
}

/** A measure of each group; of the run it is the sum over the groups that know it. */
export function ofGroups(told: Told, of: NonNullable<Measure["ofGroup"]>, total?: Measure["of"]): Measure {
  return { ...told, of: total ?? ((run) => sumKnown(run, of)), ofGroup: of };
}

/** Undefined where no group knows it. */
function sumKnown(run: RunMeasures, of: NonNullable<Measure["ofGroup"]>): number | undefined {
  const known = Object.values(run.groups).flatMap((group) => of(group, run) ?? []);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
