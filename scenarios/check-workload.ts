import { statSync } from "node:fs";
import { didYouMean } from "../policies/index.ts";
import { servedQueues } from "./check-plant.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { sourceKind } from "./resolve.ts";
import type { ScenarioFile } from "./schema.ts";
import { tracePath, whereToGet } from "./trace-path.ts";

type SourceFile = ScenarioFile["workload"][number];
type TraceFile = NonNullable<SourceFile["trace"]>;

/** Sources that feed nothing, never begin, never end or have no file. */
export function checkWorkload(read: ScenarioFile, file: string): Problem[] {
  const queues = servedQueues(read.groups);
  const names = read.workload.map(({ name }) => name);
  return read.workload.flatMap((source, index) => {
    const path: Path = ["workload", index];
    const problems: Problem[] = [];
    const report = (where: Path, message: string) => problems.push({ path: [...path, ...where], message });
    if (!queues.includes(source.queue)) {
      report(["queue"], `no group serves the queue "${source.queue}"${didYouMean(source.queue, queues)}`);
    }
    if (source.name !== undefined && names.indexOf(source.name) < index) {
      report(["name"], `two sources are called "${source.name}"`);
    }
    if (source.service === undefined && source.trace === undefined) {
      report(["service"], "is missing; write how long a task takes, for example 15s");
    }
    checkTimes(source, read.horizon, report);
    if (source.curve !== undefined) checkCurve(source.curve, report);
    if (source.trace !== undefined) checkTrace(source.trace, source, file, report);
    return problems;
  });
}

type Report = (where: Path, message: string) => void;

function checkTimes(source: SourceFile, horizon: number | undefined, report: Report): void {
  const { from, until } = source;
  if (until !== undefined && from >= until) report(["until"], `the source ends at ${until}s but begins at ${from}s`);
  else if (horizon !== undefined && from >= horizon) {
    report(["from"], `the source begins at ${from}s, when the run is over: its horizon is ${horizon}s`);
  }
  const kind = sourceKind(source);
  if (horizon === undefined && until === undefined && (kind === "poisson" || kind === "curve")) {
    report(["until"], "is missing, and the scenario has no horizon: the run would never end; write one of them");
  }
}

function checkCurve({ points, repeat }: NonNullable<SourceFile["curve"]>, report: Report): void {
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined && point.at <= before.at) {
      report(["curve", "points", index, "at"], `${point.at}s is not after the point before it, ${before.at}s`);
    } else if (repeat !== undefined && point.at >= repeat) {
      report(
        ["curve", "points", index, "at"],
        `${point.at}s is never reached: the curve starts again after ${repeat}s`,
      );
    }
  }
}

function checkTrace(trace: TraceFile, source: SourceFile, file: string, report: Report): void {
  const { format, columns, perToken, window } = trace;
  const at = (where: string, message: string) => report(["trace", where], message);
  const path = tracePath(trace.file, file);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) at("file", `there is no file ${path}${whereToGet(trace.file)}`);
  else if (!kind.isFile()) at("file", `${path} is not a file`);
  if (format === "csv" && columns === undefined) at("columns", "is missing; format csv needs columns: { arrival: … }");
  if (format !== "csv" && columns !== undefined) at("columns", `format ${format} has fixed columns; leave this out`);
  if (format !== "azure-llm" && perToken !== undefined)
    at("perToken", `format ${format} has no tokens; leave this out`);
  if (window?.until !== undefined && window.from >= window.until) {
    report(["trace", "window", "until"], `the window ends at ${window.until}s but begins at ${window.from}s`);
  }
  if (source.service !== undefined) return;
  if (format === "azure-llm" && perToken === undefined) {
    at("perToken", "is missing; this format has no service times: write perToken here, or service beside the trace");
  }
  if (format === "csv" && columns !== undefined && columns.end === undefined && columns.duration === undefined) {
    at("columns", "has neither end nor duration; name one, or write service beside the trace");
  }
}
