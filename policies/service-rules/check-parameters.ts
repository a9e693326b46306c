import type { z } from "zod";
import { didYouMean } from "../suggest.ts";
import type { Parameters } from "./parameters.ts";

type Path = (string | number)[];
type Report = (path: Path, message: string) => void;

/** Parameters that contradict each other; the message goes behind "… is VALUE,". */
export function checkParameters(given: Parameters, context: z.RefinementCtx<Parameters>): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  for (const [name, service] of Object.entries(given.services)) {
    checkSets(["services", name], service, report);
    checkShares(["services", name, "rules"], service, report);
  }
  checkMatrix(given, report);
  checkSchedule(given, report);
  checkAlerts(given, report);
  const { caches } = given;
  for (const [name, maximum] of Object.entries(caches?.maximum ?? {})) {
    if (maximum < (caches?.minimum ?? 0))
      report(["caches", "maximum", name], `expected at least minimum, ${caches?.minimum}`);
  }
}

function checkSets(path: Path, { gpu }: Parameters["services"][string], report: Report): void {
  gpu?.sets.forEach(({ replicas }, index) => {
    const before = gpu.sets[index - 1]?.replicas;
    if (before !== undefined && replicas <= before) {
      report([...path, "gpu", "sets", index, "replicas"], `expected more than in the entry before, ${before}`);
    }
  });
}

function checkShares(path: Path, { rules }: Parameters["services"][string], report: Report): void {
  for (const [metric, rule] of Object.entries(rules)) {
    for (const key of ["up", "down"] as const) checkShare([...path, metric, key], metric, rule?.[key] ?? 0, report);
  }
}

/** Nothing is ever above such a threshold, and all always below it: most likely it is in percent. */
function checkShare(path: Path, metric: string, threshold: number, report: Report): void {
  if (threshold <= 1 || !SHARES.includes(metric)) return;
  report(path, `expected at most 1: ${metric} is a fraction, and 70 % of it is 0.7`);
}

function checkMatrix({ services, matrix }: Parameters, report: Report): void {
  for (const [row, { when, up }] of Object.entries(matrix)) {
    when.forEach((alternatives, index) => {
      alternatives.forEach(({ service, metric }, position) => {
        const path = ["matrix", row, "when", index, position];
        if (!Object.hasOwn(services, service)) report([...path, "service"], unknownService(service, services));
        else if ((services[service]?.rules[metric]?.up ?? null) === null) {
          report([...path, "metric"], `expected a metric for which "${service}" has an up rule`);
        }
      });
    });
    up.forEach((service, index) => {
      if (!Object.hasOwn(services, service)) report(["matrix", row, "up", index], unknownService(service, services));
    });
  }
}

function checkSchedule({ services, schedule }: Parameters, report: Report): void {
  if (schedule === null) return;
  const windows = Object.entries(schedule.windows).map(([name, { counts }]) => ({
    path: ["schedule", "windows", name, "counts"],
    counts,
  }));
  for (const { path, counts } of [...windows, { path: ["schedule", "otherwise"], counts: schedule.otherwise }]) {
    for (const [name, count] of Object.entries(counts)) {
      const service = Object.hasOwn(services, name) ? services[name] : undefined;
      if (service === undefined) report([...path, name], unknownService(name, services));
      else if (count > service.maximum)
        report([...path, name], `expected no more than the service's maximum, ${service.maximum}`);
    }
  }
}

function checkAlerts({ services, alerts }: Parameters, report: Report): void {
  for (const [name, { metric, service, above, below }] of Object.entries(alerts)) {
    const path = ["alerts", name];
    const isOfService = metric !== "freeGpuMemory" && metric !== "hitRatio";
    if (isOfService && (service === null || !Object.hasOwn(services, service))) {
      report(
        [...path, "service"],
        service === null ? "expected the service of this metric" : unknownService(service, services),
      );
    }
    checkShare([...path, "above"], metric, above ?? 0, report);
    checkShare([...path, "below"], metric, below ?? 0, report);
    if (above === null && below === null) report([...path, "above"], "expected a value, or one for below");
    if (above !== null && below !== null && above >= below)
      report([...path, "above"], `expected less than below, ${below}`);
    if (Object.hasOwn(services, name)) report(path, "expected a name that no service has");
  }
}

const SHARES: readonly string[] = [
  "cpuUtilization",
  "memoryUtilization",
  "gpuUtilization",
  "vramUtilization",
  "errorRatio",
  "freeGpuMemory",
  "hitRatio",
];

function unknownService(name: string, services: Parameters["services"]): string {
  return `expected a service of these parameters${didYouMean(name, Object.keys(services))}`;
}
