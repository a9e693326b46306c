import { statSync } from "node:fs";
import { closest, didYouMean } from "../policies/index.ts";
import { fedQueues } from "./check-follow-ups.ts";
import { servedQueues } from "./check-plant.ts";
import { whyMissing } from "./missing-file.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { sourceKind } from "./resolve.ts";
import type { ScenarioFile } from "./schema.ts";
import { tracePath } from "./trace-path.ts";

type SourceFile = ScenarioFile["workload"][number];
type TraceFile = NonNullable<SourceFile["trace"]>;
type Columns = NonNullable<TraceFile["columns"]>;

/** Sources that feed nothing, never begin, never end or have no file. */
export function checkWorkload(read: ScenarioFile, file: string): Problem[] {
  const queues = servedQueues(read.groups);
  const names = read.workload.map(({ name }) => name);
  return read.workload.flatMap((source, index) => {
    const path: Path = ["workload", index];
    const problems: Problem[] = [];
    const report = (where: Path, message: string) => problems.push({ path: [...path, ...where], message });
    if (!queues.includes(source.queue)) {
      report(["queue"], `no group serves the queue "${source.queue}"${hint(source.queue, read)}`);
    }
    if (source.name !== undefined && names.indexOf(source.name) < index) {
      report(["name"], `two sources are called "${source.name}"`);
    }
    if (source.service === undefined && source.trace === undefined) {
      report(["service"], "is missing; write how long a task takes, for example 15s");
    }
    checkTimes(source, read.horizon, report);
    if (source.curve !== undefined) checkCurve(source.curve, file, report);
    checkDraws(source, report);
    if (source.trace !== undefined) checkTrace(source.trace, source, file, report);
    return problems;
  });
}

/** Where the queue that was meant gets no work at all, the mistake may as well be there: then both places are named. */
function hint(queue: string, read: ScenarioFile): string {
  const queues = servedQueues(read.groups);
  const near = closest(queue, queues);
  const [group] =
    Object.entries(read.groups).find(([, { serves }]) => [serves].flat().some((name) => name === near)) ?? [];
  if (near === undefined || fedQueues(read).has(near)) return didYouMean(queue, queues);
  return `; did you mean "${near}", which groups.${group}.serves names and nothing feeds?`;
}

type Report = (where: Path, message: string) => void;

function checkTimes(source: SourceFile, horizon: number | undefined, report: Report): void {
  const { from, until } = source;
  if (until !== undefined && from >= until) report(["until"], `the source ends at ${until}s but begins at ${from}s`);
  else if (horizon !== undefined && from >= horizon) {
    report(["from"], `the source begins at ${from}s, when the run is over: its horizon is ${horizon}s`);
  }
  if (horizon !== undefined && source.spikes !== undefined) checkSpikes(source.spikes.at, horizon, report);
  if (horizon === undefined && source.clients !== undefined) {
    report(["clients"], "send tasks as long as the run goes on, and the scenario has no horizon; write one");
  } else if (horizon === undefined && until === undefined && isEndless(source)) {
    report(["until"], "is missing, and the scenario has no horizon: the run would never end; write one of them");
  }
}

function checkSpikes(written: number | readonly number[], horizon: number, report: Report): void {
  for (const [index, at] of [written].flat().entries()) {
    if (at < horizon) continue;
    const where = ["spikes", "at", ...(typeof written === "number" ? [] : [index])];
    report(where, `the spike comes at ${at}s, when the run is over: its horizon is ${horizon}s`);
  }
}

/** Sources that never run dry. */
function isEndless(source: SourceFile): boolean {
  const { curve, trace } = source;
  if (curve !== undefined) return curve.file === undefined || curve.repeat !== undefined;
  return trace?.loop === true || ENDLESS.includes(sourceKind(source));
}
const ENDLESS: readonly string[] = ["poisson", "renewal", "markov"];

/** What is drawn at random: gaps without length, states without arrivals, batches that are none. */
function checkDraws(source: SourceFile, report: Report): void {
  const { renewal, markov, batch } = source;
  const { gaps } = renewal ?? {};
  if ((gaps?.kind === "constant" && gaps.value === 0) || (gaps?.kind === "empirical" && !gaps.values.some(Boolean))) {
    report(["renewal", "gaps"], "is always 0; a gap takes time, for example 5s");
  }
  if (markov !== undefined && !markov.states.some(({ rate }) => rate > 0)) {
    report(["markov", "states"], "has no state with arrivals; give one a rate above 0");
  }
  if (batch === undefined) return;
  const kind = sourceKind(source);
  if (kind === "spikes" || kind === "trace" || kind === "clients") {
    const instead = kind === "trace" ? "scale" : "count";
    report(["batch"], `${kind} come one by one; leave this out, and write ${instead} there for more tasks`);
  }
  if (typeof batch === "object" && batch.uniform !== undefined && batch.uniform.low > batch.uniform.high) {
    report(["batch", "uniform", "low"], "low is more than high");
  }
}

function checkCurve(curve: NonNullable<SourceFile["curve"]>, file: string, report: Report): void {
  const { points = [], repeat, daily, interval, scale } = curve;
  const at = (where: string, message: string) => report(["curve", where], message);
  if (curve.file !== undefined) checkFile(curve.file, file, (message) => at("file", message));
  else {
    if (interval !== undefined) at("interval", "is the length of a file's intervals; leave this out");
    if (scale !== undefined) at("scale", "multiplies what a file counts; leave this out");
  }
  if (daily !== undefined) {
    if (repeat !== undefined) at("repeat", "daily repeats by itself, every 24h; leave this out");
    if (daily.low > daily.high) report(["curve", "daily", "low"], "low is more than high");
  }
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
  const { format, columns, perToken, speeds, window, interval } = trace;
  const at = (where: string, message: string) => report(["trace", where], message);
  checkFile(trace.file, file, (message) => at("file", message));
  if (format === "csv" && columns === undefined) at("columns", "is missing; format csv needs columns: { arrival: … }");
  if (format !== "csv" && format !== "counts" && columns !== undefined) {
    at("columns", `format ${format} has fixed columns; leave this out`);
  }
  const foreign = format === "counts" ? (["end", "duration", "class"] as const) : (["count"] as const);
  for (const column of foreign) {
    if (columns?.[column] === undefined) continue;
    report(["trace", "columns", column], `format ${format} has no such column; leave this out`);
  }
  if (format === "csv" && columns !== undefined) {
    checkService(columns, (column, message) => report(["trace", "columns", column], message));
  }
  if (trace.class !== undefined) {
    if (format === "counts" || format === "servegen") {
      report(["trace", "class"], `a row of format ${format} is no single task, and has no class; leave this out`);
    } else if (columns?.class !== undefined) {
      report(["trace", "class"], "columns.class tells it too; leave one of them out");
    }
  }
  if (!TOKENS.includes(format)) {
    if (perToken !== undefined) at("perToken", `format ${format} has no tokens; leave this out`);
    if (speeds !== undefined) at("speeds", `format ${format} has no tokens; leave this out`);
  } else if (perToken !== undefined && speeds !== undefined) {
    at("speeds", "perToken tells the service time too; leave one of them out");
  }
  if (speeds !== undefined) {
    checkFile(speeds.file, file, (message) => report(["trace", "speeds", "file"], message));
  }
  if (interval !== undefined && format !== "counts") {
    at("interval", `format ${format} has no intervals of your choice; leave this out`);
  }
  if (window?.until !== undefined && window.from >= window.until) {
    report(["trace", "window", "until"], `the window ends at ${window.until}s but begins at ${window.from}s`);
  }
  if (source.service !== undefined) return;
  // BurstGPT's later files tell how long a request took: that shows when the file is read.
  if (TOKENS.includes(format) && format !== "burstgpt" && perToken === undefined && speeds === undefined) {
    at(
      "perToken",
      "is missing; this format has no service times: write perToken or speeds here, or service beside the trace",
    );
  }
  if (format === "counts" || format === "servegen") {
    report(
      ["service"],
      `is missing; format ${format} has no service times: write how long a task takes, for example 15s`,
    );
  }
  if (format === "csv" && columns !== undefined && columns.end === undefined && columns.duration === undefined) {
    at("columns", "has neither end nor duration; name one, or write service beside the trace");
  }
}

/** One column tells how long a task took, and not the one that tells when it came. */
function checkService({ arrival, end, duration }: Columns, report: (column: keyof Columns, message: string) => void) {
  if (end !== undefined && duration !== undefined) {
    report("end", "duration tells the service time too; leave one of them out");
  }
  if (end === arrival)
    report("end", `"${end}" is the column of arrivals too; name the one with the time of completion`);
  if (duration === arrival) {
    report("duration", `"${duration}" is the column of arrivals too; name the one with the service time`);
  }
}

/** Formats whose rows tell tokens. */
const TOKENS: readonly TraceFile["format"][] = ["azure-llm", "burstgpt", "mooncake", "vidur"];

function checkFile(written: string, file: string, report: (message: string) => void): void {
  const path = tracePath(written, file);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) report(`there is no file ${path}${whyMissing(written, path)}`);
  else if (!kind.isFile()) report(`${path} is not a file`);
}
