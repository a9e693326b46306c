import type { Result } from "../sim/result.ts";

/** What a sentence calls them. */
const NAMES: Readonly<Record<string, string>> = { replicaHours: "replica time", gpuHours: "GPU time" };

/** A metric such as `wait.p95 of sampler_queue` in words: `p95 wait of sampler_queue`. Results before this told no words. */
export function named({ measures = {} }: Result, metric: string): string {
  const [, name = "", scope = ""] = PARTS.exec(metric) ?? [];
  const [what, statistic = ""] = name.split(".");
  return (NAMES[name] ?? measures[name]?.words ?? (name === "cost.total" ? "cost" : `${statistic} ${what}`)) + scope;
}

/** Its unit; by the hour where the metric is. */
export function unitOf({ measures = {} }: Result, metric: string): string {
  const [, name = "", scope = ""] = PARTS.exec(metric) ?? [];
  const unit = measures[name]?.unit ?? (name === "cost.total" ? "USD" : name in NAMES ? "h" : "s");
  return scope.endsWith(" per hour") ? `${unit}/h` : unit;
}

const PARTS = /^(\S+)(.*)$/;
