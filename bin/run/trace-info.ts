import { type Quantiles, type Shares, traceStatistics } from "../../sim/index.ts";
import type { TraceOptions } from "../commands/trace.ts";
import { traceFile } from "./trace-file.ts";

/** `disfun-sim trace info`: a line for each thing that is known. */
export async function traceInfo(options: TraceOptions): Promise<void> {
  const { spec, trace } = await traceFile(options);
  const { rates, ...statistics } = traceStatistics(trace);
  const { report } = trace;
  if (options.json) {
    const { source: _, queue: __, ...read } = report;
    const about = { ...read, file: options.file, format: spec.format };
    process.stdout.write(`${JSON.stringify({ ...about, ...statistics, rates }, null, 2)}\n`);
    return;
  }
  const { arrivals, span, rate, peakToMean, cv, dispersion, service, offeredLoad, classes } = statistics;
  const skipped = Object.entries(report.skipped ?? {}).map(([reason, count]) => {
    const first = report.firstSkipped?.[reason];
    return `${count} ${reason}${first === undefined ? "" : `, ${count > 1 ? "first in" : "in"} ${first}`}`;
  });
  const lines: [string, string | undefined][] = [
    ["file", options.file],
    ["format", spec.format],
    ["rows", `${report.rows}, ${report.used} used${report.sorted === false ? "; out of order, sorted" : ""}`],
    ["left out", skipped.join("; ") || undefined],
    ["doubtful", report.doubts?.join("; ")],
    ["arrivals", String(Math.round(arrivals))],
    ["span", `${short(span)} s${span > 7200 ? ` (${short(span / 3600)} h)` : ""}`],
    ["rate", rate === undefined ? undefined : `${short(rate)} /s`],
    ["", rates.length === 0 ? undefined : sparkline(rates)],
    ["peak/mean", peakToMean === undefined ? undefined : `${short(peakToMean)} over a minute or interval`],
    ["gaps", cv === undefined ? undefined : `cv ${short(cv)}`],
    ["dispersion", dispersions(dispersion)],
    ["service", service === undefined ? "not told by the file" : inSeconds(service)],
    ["load", offeredLoad === undefined ? undefined : `${short(offeredLoad)} erlang`],
    ["wait", statistics.wait && inSeconds(statistics.wait)],
    ["GPUs", statistics.gpus && `asked for: ${told(statistics.gpus, "")}; without effect unless a class, see --class`],
    ["input", statistics.inputTokens && told(statistics.inputTokens, " tokens")],
    ["output", statistics.outputTokens && told(statistics.outputTokens, " tokens")],
    ["classes", classes && shares(classes)],
    ["clients", statistics.clients && shares(statistics.clients)],
  ];
  for (const [name, value] of lines) {
    if (value !== undefined) process.stdout.write(`${name.padEnd(11)}${value}\n`);
  }
}

function dispersions(dispersion: Readonly<Record<string, number>>): string | undefined {
  const parts = Object.entries(dispersion).map(([width, value]) => `${short(value)} in ${width} s`);
  return parts.length === 0 ? undefined : `${parts.join(", ")} (1 is Poisson)`;
}

function shares({ count, largest }: Shares): string {
  const named = largest.map(({ name, share }) => `${name || "(none)"} ${short(100 * share)} %`);
  return `${count}: ${named.join(", ")}${count > largest.length ? ", …" : ""}`;
}

function inSeconds(quantiles: Quantiles): string {
  return told(quantiles, " s");
}

function told({ mean, cv, p50, p95, p99, max }: Quantiles, unit: string): string {
  const numbers = `p50 ${short(p50)}, p95 ${short(p95)}, p99 ${short(p99)}, max ${short(max)}`;
  return `mean ${short(mean)}${unit}${Number.isFinite(cv) ? `, cv ${short(cv)}` : ""}; ${numbers}`;
}

const BLOCKS = "▁▂▃▄▅▆▇█";

function sparkline(rates: readonly number[]): string {
  const most = Math.max(...rates);
  return rates.map((rate) => (rate === 0 ? " " : BLOCKS[Math.min(7, Math.floor((8 * rate) / most))])).join("");
}

/** Four digits are enough to know a trace by. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
