import { UsageError } from "../../../policies/usage-error.ts";
import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { columnsFormat } from "./columns.ts";
import type { Format } from "./format.ts";

/** Any CSV file, by the scenario's own mapping of columns. */
export function csv({ file, columns, service }: TraceSpec): Format {
  if (columns === undefined) {
    throw new UsageError("format csv needs columns: { arrival: COLUMN }, and duration or end unless service is given", {
      file,
    });
  }
  if (service === undefined && columns.duration === undefined && columns.end === undefined) {
    throw new UsageError("no column tells how long service takes; give columns.duration, columns.end, or service", {
      file,
    });
  }
  return columnsFormat(columns, service !== undefined);
}
