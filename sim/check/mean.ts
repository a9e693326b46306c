import type { Distribution, Scenario } from "../../scenarios/scenario.ts";

/** Seconds. */
export function meanOf(given: Distribution): number {
  switch (given.kind) {
    case "constant":
      return given.value;
    case "uniform":
      return (given.low + given.high) / 2;
    case "empirical":
      return given.values.reduce((sum, value) => sum + value, 0) / given.values.length;
    default:
      return given.mean;
  }
}

/** Mean of the work that takes longest on average, in seconds; traces that bring their own times are left out. */
export function longestTask({ workload, queues }: Pick<Scenario, "workload" | "queues">): number {
  const services = workload.flatMap((source) => source.service ?? []);
  const following = queues.flatMap(({ followUps = [] }) => followUps.map(({ service }) => service));
  return Math.max(0, ...[...services, ...following].map(meanOf));
}
