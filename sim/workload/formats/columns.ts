import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { type Instant, perSecond, secondsBetween } from "../instant.ts";
import { datetimeField, quantityField, timeField } from "./fields.ts";
import type { Format, Task } from "./format.ts";

type Columns = NonNullable<TraceSpec["columns"]>;
type ReadService = (text: string | undefined, task: Task) => string | undefined;

/**
 * One row a task: its arrival, how long it took or when it ended unless service is `drawn`, and its class, from a column that the
 * scenario names or from one the file may have.
 */
export function columnsFormat(columns: Columns, drawn: boolean, possibleClass?: string): Format {
  const { arrival, time } = columns;
  const service = drawn ? undefined : serviceColumn(columns);
  const also = columns.class === undefined ? [] : [columns.class];
  const optional = possibleClass === undefined ? [] : [possibleClass];

  return {
    columns: service === undefined ? [arrival, ...also] : [arrival, service.column, ...also],
    optional,
    served: service !== undefined,
    classed: also.length + optional.length > 0,
    read(fields, task) {
      task.class = fields.at(-1) ?? "";
      return readInstant(arrival, fields[0], time, task.arrival) ?? service?.read(fields[1], task);
    },
  };
}

/** How a row tells its service time: by a duration, or else by its end. */
function serviceColumn({
  duration,
  durationUnit,
  end,
  time,
}: Columns): { column: string; read: ReadService } | undefined {
  if (duration !== undefined) {
    const units = perSecond(durationUnit);
    const read: ReadService = (text, task) => {
      const value = quantityField(duration, text);
      if (typeof value === "string") return value;
      task.demand = value / units;
      return undefined;
    };
    return { column: duration, read };
  }
  if (end === undefined) return undefined;
  const ended = { seconds: 0, nanoseconds: 0 };
  const read: ReadService = (text, task) => {
    const problem = readInstant(end, text, time, ended);
    if (problem !== undefined) return problem;
    task.demand = secondsBetween(task.arrival, ended);
    return task.demand < 0 ? "negative duration" : undefined;
  };
  return { column: end, read };
}

function readInstant(column: string, text: string | undefined, time: Columns["time"], instant: Instant) {
  return time === "datetime" ? datetimeField(column, text, instant) : timeField(column, text, time, instant);
}
