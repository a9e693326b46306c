import { definite } from "./definite.ts";
import type { ClassSpec } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

type SourceFile = ScenarioFile["workload"][number];

/** Formats whose rows tell of which class they are, by a column of their own. */
const CLASSED: readonly string[] = ["azure-functions", "burstgpt", "gentd26", "openb"];

/** Whether the rows of a trace say which class a task is of: where they can, and no share is written. */
export function isByColumn({ trace, classes = {} }: SourceFile): boolean {
  if (trace === undefined || Object.values(classes).some(({ share }) => share !== undefined)) return false;
  return CLASSED.includes(trace.format) || trace.class !== undefined || trace.columns?.class !== undefined;
}

/** With shares or values filled in. */
export function classSpecs(source: SourceFile): ClassSpec[] | undefined {
  const { classes } = source;
  if (classes === undefined) return undefined;
  const kinds = Object.entries(classes);
  const byColumn = isByColumn(source);
  const rest = kinds.reduce((left, [, { share = 0 }]) => left - share, 1);
  const open = kinds.filter(([, { share }]) => share === undefined).length;
  return kinds.map(([name, { share, values = name, ...kind }]) =>
    definite({
      name,
      ...(byColumn ? { values: [values].flat() } : { share: share ?? rest / open }),
      ...kind,
    }),
  );
}
