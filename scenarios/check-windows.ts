import type { Problem } from "./problems.ts";
import type { ScenarioFile } from "./schema.ts";

/** A transient that is a whole run leaves nothing to measure. */
export function checkTransient({ transient, windows, horizon }: ScenarioFile): Problem[] {
  const length = windows?.every ?? horizon ?? Number.POSITIVE_INFINITY;
  if (transient?.kind !== "given" || transient.until < length) return [];
  return [{ path: ["transient"], message: `is ${transient.until} s, and a run is no longer than ${length} s` }];
}

/** Windows are for what was recorded: they split work that is there, once, and has an end. */
export function checkWindows({ windows, workload, precision, horizon, seeds }: ScenarioFile): Problem[] {
  if (windows === undefined) return [];
  const problems: Problem[] = [];
  const report = (message: string) => problems.push({ path: ["windows"], message });
  if (workload.every(({ trace }) => trace === undefined)) {
    report("split a recorded workload, and there is no trace; take more seeds instead");
  }
  if (workload.some(({ clients }) => clients !== undefined)) {
    report("cannot split the work of clients, who go on from window to window");
  }
  if (horizon === undefined && workload.some(({ trace }) => trace?.loop === true)) {
    report("of a trace that loops have no end; write a horizon");
  }
  if (precision !== undefined) report("and precision do not go together: there are as many windows as there are");
  if (seeds !== undefined && (typeof seeds === "number" || seeds.length > 1)) {
    const message = "does not go with windows: each window is run once; write [7] for the seed of the first";
    problems.push({ path: ["seeds"], message });
  }
  return problems;
}
