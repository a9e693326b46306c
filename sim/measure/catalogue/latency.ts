import { type Measure, ofQueues } from "./measure.ts";

const STATISTICS = {
  mean: "the mean",
  p50: "half of the tasks took at most so long",
  p90: "90 % of the tasks took at most so long",
  p95: "95 % of the tasks took at most so long",
  p99: "99 % of the tasks took at most so long",
  max: "the longest",
} as const;

const TIMES = {
  wait: "Arrival to first start of service",
  sojourn: "Arrival to completion",
} as const;

const INTERPOLATED =
  "; linear interpolation between order statistics, beyond a million tasks by a histogram to within 0.1 %";
const QUANTILE: Readonly<Record<string, string>> = {
  p50: INTERPOLATED,
  p90: INTERPOLATED,
  p95: INTERPOLATED,
  p99: INTERPOLATED,
};

/** How long work took, and how much of it was done in time. */
export const latency: readonly Measure[] = [
  ...keysOf(TIMES).flatMap((what) =>
    keysOf(STATISTICS).map((statistic) =>
      ofQueues(
        {
          name: `${what}.${statistic}`,
          words: `${statistic} ${what}`,
          unit: "s",
          better: "lower",
          definition: `${TIMES[what]}: ${STATISTICS[statistic]}`,
          formula: `unfinished tasks, and those that left unserved, count with the time they had${QUANTILE[statistic] ?? ""}`,
        },
        (queue) => queue[what]?.[statistic],
      ),
    ),
  ),
  ofQueues(
    {
      name: "attainment",
      words: "attainment",
      unit: "fraction of 1",
      better: "higher",
      definition: "Tasks whose wait is within the objective",
      formula: "tasks begun within `objective.wait` of their arrival / tasks that arrived",
    },
    (queue) => queue.attainment,
  ),
  ofQueues(
    {
      name: "sojournAttainment",
      words: "sojourn attainment",
      unit: "fraction of 1",
      better: "higher",
      definition: "Tasks completed within the objective's sojourn",
      formula: "tasks completed within `objective.sojourn` of their arrival / tasks that arrived",
    },
    (queue) => queue.sojournAttainment,
  ),
  ofQueues(
    {
      name: "goodput",
      words: "goodput",
      unit: "1/h",
      better: "higher",
      definition: "Tasks completed within the objective, by the hour",
      formula:
        "tasks completed within `objective.sojourn` of their arrival, or without one those completed that were begun within `objective.wait` / duration",
    },
    (queue) => queue.goodput,
  ),
  ofQueues(
    {
      name: "timeInBacklog",
      words: "time in backlog",
      unit: "fraction of 1",
      better: "lower",
      definition: "Share of the time in which tasks waited; of several lines, that of the line with most of it",
      formula: "1/T · ∫ [waiting > 0] dt",
    },
    (queue) => queue.timeInBacklog,
  ),
  ofQueues(
    {
      name: "meanWaiting",
      words: "mean waiting",
      unit: "1",
      better: "lower",
      definition: "Time average of the number of waiting tasks",
    },
    (queue) => queue.meanWaiting,
  ),
  ofQueues(
    {
      name: "maxWaiting",
      words: "max waiting",
      unit: "1",
      better: "lower",
      definition: "Most tasks waiting at once; of several lines the sum, which is an upper limit",
    },
    (queue) => queue.maxWaiting,
  ),
];

function keysOf<Key extends string>(table: Readonly<Record<Key, string>>): Key[] {
  return Object.keys(table) as Key[];
}
