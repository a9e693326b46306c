/** A column of a table of measures. */
export interface Measure {
  /** Its name in `summary`, as the simulator's measures call it. */
  readonly key: string;
  /** Columns of one family stand under one heading. */
  readonly family: string;
  readonly heading: string;
  /** A percentage is of a whole; an excess has no upper end. */
  readonly kind: "duration" | "percent" | "excess" | "money" | "hours" | "count";
  /** Which way is better; missing where neither is, as with hours and changes, which are only means to the others. */
  readonly better?: "low" | "high";
  /** A column of nothing but zeros is left out, and any other is shown however narrow the table. */
  readonly quietAtZero?: true;
  /** Narrow tables drop the highest first. */
  readonly priority: number;
  readonly meaning: string;
}

/** What the summary shows, in its order. */
export const measures: readonly Measure[] = [
  wait("p50", 4),
  wait("p95", 1),
  wait("p99", 3),
  {
    key: "sojourn.p95",
    family: "Response",
    heading: "p95",
    kind: "duration",
    better: "low",
    priority: 5,
    meaning: "Arrival to completion: 95 % of tasks took at most so long",
  },
  {
    key: "unfinished",
    family: "Tasks",
    heading: "unfinished",
    kind: "count",
    better: "low",
    priority: 2,
    meaning: "Waiting or in service when the run ended; percentiles count them with the time they already had",
  },
  {
    key: "lost",
    family: "Tasks",
    heading: "lost",
    kind: "count",
    better: "low",
    quietAtZero: true,
    priority: 0,
    meaning: "Work of replicas that were killed or died, on queues that acknowledge before it; swallowed; purged",
  },
  {
    key: "expired",
    family: "Tasks",
    heading: "expired",
    kind: "count",
    better: "low",
    quietAtZero: true,
    priority: 0,
    meaning: "Waited as long as they may, and left unserved",
  },
  {
    key: "redelivered",
    family: "Tasks",
    heading: "redelivered",
    kind: "count",
    quietAtZero: true,
    priority: 0,
    meaning: "Work of replicas that were killed or died, put back to its place in the queue",
  },
  {
    key: "attainment",
    family: "Tasks",
    heading: "in time",
    kind: "percent",
    better: "high",
    priority: 2,
    meaning: "Tasks whose wait is within the objective",
  },
  {
    key: "cost.total",
    family: "Cost",
    heading: "total",
    kind: "money",
    better: "low",
    priority: 1,
    meaning: "By the prices in the scenario",
  },
  {
    key: "regret",
    family: "Cost",
    heading: "regret",
    kind: "excess",
    better: "low",
    priority: 2,
    meaning: "Above the least that any schedule could have paid on the same work for the same p95 of the wait",
  },
  {
    key: "replicaHours",
    family: "Hours",
    heading: "replica",
    kind: "hours",
    priority: 6,
    meaning: "Time of all replicas from their start until they were gone",
  },
  {
    key: "gpuHours",
    family: "Hours",
    heading: "GPU",
    kind: "hours",
    priority: 3,
    meaning: "Time of all GPUs held by replicas",
  },
  {
    key: "scaleUps",
    family: "Scaling",
    heading: "ups",
    kind: "count",
    priority: 7,
    meaning: "Raises of a desired count",
  },
  {
    key: "scaleDowns",
    family: "Scaling",
    heading: "downs",
    kind: "count",
    priority: 7,
    meaning: "Cuts of a desired count",
  },
  {
    key: "reversals",
    family: "Scaling",
    heading: "reversals",
    kind: "count",
    priority: 4,
    meaning: "Changes of a desired count in the other direction than the change before",
  },
];

function wait(percentile: "p50" | "p95" | "p99", priority: number): Measure {
  return {
    key: `wait.${percentile}`,
    family: "Wait",
    heading: percentile,
    kind: "duration",
    better: "low",
    priority,
    meaning: `Arrival to start of service: ${percentile.slice(1)} % of tasks waited at most so long`,
  };
}
