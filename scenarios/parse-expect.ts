import { didYouMean, UsageError } from "../policies/index.ts";
import type { ExpectSpec } from "./expect-spec.ts";
import { duration, fraction } from "./unit-kinds.ts";
import { quoted, readUnit } from "./units.ts";

interface Metric {
  readonly measure: string;
  readonly kind: "duration" | "fraction" | "money" | "count";
}

const STATISTICS = ["mean", "p50", "p90", "p95", "p99", "max"];

/** By the words a line begins with. */
const METRICS: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ...["wait", "sojourn"].flatMap((what) =>
    STATISTICS.map((each): [string, Metric] => [`${each} ${what}`, { measure: `${what}.${each}`, kind: "duration" }]),
  ),
  ["attainment", { measure: "attainment", kind: "fraction" }],
  ["utilization", { measure: "utilization", kind: "fraction" }],
  ["cost", { measure: "cost.total", kind: "money" }],
  ["cost per thousand tasks", { measure: "cost.perThousandTasks", kind: "money" }],
  ["replica hours", { measure: "replicaHours", kind: "count" }],
  ["GPU hours", { measure: "gpuHours", kind: "count" }],
  ["completed", { measure: "completed", kind: "count" }],
  ["unfinished", { measure: "unfinished", kind: "count" }],
  ["lost", { measure: "lost", kind: "count" }],
  ["redelivered", { measure: "redelivered", kind: "count" }],
  ["killed", { measure: "killed", kind: "count" }],
  ["never served", { measure: "neverServed", kind: "count" }],
  ["scale-ups", { measure: "scaleUps", kind: "count" }],
  ["scale-downs", { measure: "scaleDowns", kind: "count" }],
  ["reversals", { measure: "reversals", kind: "count" }],
]);

/** Reads `p95 wait < 30s` or `reversals per hour <= 2`. Throws `UsageError` with what would do. */
export function parseExpect(text: string): ExpectSpec {
  const [, words = "", comparison, limit = ""] = /^\s*([^<>=]+?)\s*(<=|>=|<|>)\s*([^<>=]+?)\s*$/.exec(text) ?? [];
  if (comparison === undefined)
    throw new UsageError(`${quoted(text)} is not understood; write for example "p95 wait < 30s"`);
  const name = words.replace(/\s+per hour$/, "");
  const metric = metricNamed(name);
  const perHour = name !== words;
  if (perHour && (metric.kind === "duration" || metric.kind === "fraction")) {
    throw new UsageError(`${name} is not counted by the hour; write "${name} ${comparison} ${limit}"`);
  }
  return {
    text,
    measure: metric.measure,
    ...(perHour ? { perHour } : {}),
    comparison: comparison as ExpectSpec["comparison"],
    limit: limitOf(limit, metric.kind),
  };
}

/** Of `p95 wait` or `cost`. Throws `UsageError` with the nearest. */
export function metricNamed(name: string): Metric {
  const metric = METRICS.get(name);
  if (metric !== undefined) return metric;
  throw new UsageError(`there is no metric "${name}"${didYouMean(name, [...METRICS.keys()])}`);
}

function limitOf(written: string, kind: Metric["kind"]): number {
  if (kind === "duration") return readUnit(duration, written);
  if (kind === "fraction") return readUnit(fraction, written);
  const value = Number(kind === "money" ? written.replace(/^\$\s*/, "") : written);
  if (Number.isFinite(value)) return value;
  throw new UsageError(
    `${quoted(written)} is not ${kind === "money" ? "an amount; write for example $80" : "a number"}`,
  );
}
