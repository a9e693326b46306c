import { resolve } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { closest } from "../../policies/suggest.ts";
import { duration } from "../../scenarios/unit-kinds.ts";
import { readUnit } from "../../scenarios/units.ts";
import { detectFormat, loadTrace, type Trace, type TraceSource, traceFormats } from "../../sim/index.ts";
import type { TraceOptions } from "../commands/trace.ts";

/** Reads the file of a `trace` command. Where neither file nor options tell service times, there are none. */
export async function traceFile(options: TraceOptions): Promise<{ spec: TraceSource; trace: Trace }> {
  const { file, filter, from, until } = options;
  const { format, columns } = await formatOf(options);
  const spec: TraceSource = {
    kind: "trace",
    name: "trace",
    queue: "requests",
    from: 0,
    file: resolve(file),
    format,
    filter: filtersOf(filter),
    ...(options.class.length > 0 && { class: options.class }),
    ...((from !== undefined || until !== undefined) && {
      window: {
        from: from === undefined ? 0 : readUnit(duration, from),
        ...(until !== undefined && { until: readUnit(duration, until) }),
      },
    }),
    speedUp: 1,
    scale: 1,
    jitter: 0,
    ...serviceOf(options, format, columns),
  };
  return { spec, trace: await loadTrace(spec, () => undefined) };
}

async function formatOf({ file, format, arrival, count }: TraceOptions): ReturnType<typeof detectFormat> {
  if (format === undefined && arrival !== undefined)
    return { format: count === undefined ? "csv" : "counts", columns: [] };
  if (format === undefined) return await detectFormat(file);
  const known = traceFormats.find((name) => name === format);
  if (known !== undefined) {
    const columns = known === "burstgpt" ? (await detectFormat(file)).columns : [];
    return { format: known, columns };
  }
  const near = closest(format, traceFormats);
  throw new UsageError(
    `--format ${format}: expected one of ${traceFormats.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`,
  );
}

function filtersOf(written: readonly string[]): Record<string, string[]> {
  const filters: Record<string, string[]> = {};
  for (const each of written) {
    const at = each.indexOf("=");
    if (at < 1) throw new UsageError(`--filter ${each}: expected column=value, such as predict_status=SUCCEED`);
    const column = each.slice(0, at);
    filters[column] = [...(filters[column] ?? []), each.slice(at + 1)];
  }
  return filters;
}

type Service = Pick<TraceSource, "columns" | "perToken" | "service">;
type TimeUnit = NonNullable<Service["columns"]>["time"];
type DurationUnit = NonNullable<Service["columns"]>["durationUnit"];

function serviceOf(options: TraceOptions, format: TraceSource["format"], columns: readonly string[]): Service {
  const unknown = { service: { kind: "constant", value: 0 } } as const;
  if (format === "csv") {
    const { arrival, duration: took, end, time, durationUnit } = options;
    if (arrival === undefined) throw new UsageError("--format csv needs --arrival COLUMN");
    return {
      columns: {
        arrival,
        ...(took !== undefined && { duration: took }),
        ...(end !== undefined && { end }),
        time: time as TimeUnit,
        durationUnit: durationUnit as DurationUnit,
      },
      ...(took === undefined && end === undefined && unknown),
    };
  }
  if (format === "counts") {
    const { arrival, count, time } = options;
    if (arrival === undefined && count === undefined) return unknown;
    const own = { arrival: arrival ?? "period", ...(count !== undefined && { count }) };
    return { ...unknown, columns: { ...own, time: time as TimeUnit, durationUnit: "s" } };
  }
  if (!["azure-llm", "burstgpt", "mooncake", "vidur"].includes(format)) {
    return format === "servegen" ? unknown : {};
  }
  if (options.perToken !== undefined) {
    const [input, output, more] = options.perToken.split(",");
    if (input === undefined || output === undefined || more !== undefined) {
      throw new UsageError(`--per-token ${options.perToken}: expected two durations, such as 0.2ms,30ms`);
    }
    return { perToken: { input: readUnit(duration, input), output: readUnit(duration, output) } };
  }
  return columns.includes("Elapsed time") ? {} : unknown;
}
