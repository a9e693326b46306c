/** One thing to be measured, on several contenders that do the same. */
export interface Bench {
  readonly name: string;
  readonly what: string;
  readonly unit: "million tasks/s" | "million rows/s" | "ns" | "thousand decisions/s" | "runs/s" | "ms";
  readonly contenders: readonly Contender[];
  /** For a bench that takes long: it runs only if it is named, once, and with so many tasks if nothing else is said. */
  readonly tasks?: number;
  /** The contender that ratios are of: more than 1 is better than it, whatever the unit. */
  readonly reference: string;
}

export interface Contender {
  readonly name: string;
  /** Runs with about so many tasks, where the bench has tasks; returns the figure in the bench's unit. */
  run(tasks: number): number | Promise<number>;
}

/** Seconds that something takes in this process. */
export async function seconds(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
