import type { CostParts } from "../../result.ts";
import { type Measure, ofGroups } from "./measure.ts";

/** What was paid, and what for. */
export const cost: readonly Measure[] = [
  {
    name: "cost.total",
    words: "cost",
    unit: "USD",
    better: "lower",
    definition: "Money for the nodes, GPUs and replicas that have a price; of a group for its replicas",
    of: (run) => run.cost?.total,
    ofGroup: (group) => group.cost?.replicas,
  },
  {
    name: "cost.perThousandTasks",
    words: "cost per thousand tasks",
    unit: "USD",
    better: "lower",
    definition: "Money for a thousand completed tasks",
    formula: "1000 · cost / tasks completed",
    of: (run) => run.cost?.perThousandTasks,
  },
  {
    name: "cost.nodes",
    words: "node cost",
    unit: "USD",
    better: "lower",
    definition: "Money for nodes, which are paid for as long as the run lasts",
    of: (run) => run.cost?.nodes,
  },
  {
    name: "cost.gpus",
    words: "GPU cost",
    unit: "USD",
    better: "lower",
    definition: "Money for GPUs, each while a replica holds it",
    of: (run) => run.cost?.gpus,
  },
  part("replicas", "replica cost", "lower", "Money for replicas, from the start of the warm-up until they are gone"),
  part("warming", "warm-up cost", "lower", "Money for replicas that warmed up"),
  part("busy", "busy cost", undefined, "Money for replicas at work: useful, killed and wasted"),
  part("useful", "useful cost", undefined, "Money for replicas at work that was not for nothing"),
  part("idle", "idle cost", "lower", "Money for replicas that had warmed up, and had no work"),
  part("killed", "killed cost", "lower", "Money for work that was killed at the end of a grace time"),
  part("wasted", "wasted cost", "lower", "Money for work that was lost with replicas that died, or in black holes"),
  part(
    "rounding",
    "rounding cost",
    "lower",
    "Money for time that was billed and not used: steps and minimum of a price",
  ),
  {
    name: "regret",
    words: "regret",
    unit: "fraction of 1",
    better: "lower",
    definition: "Paid above the least that any schedule could have, on the same work and with the same p95 wait",
    formula:
      "paid / bound − 1, of what the objective minimizes of cost, replica hours and GPU hours; known with the baselines",
    of: (run) => run.regret,
  },
  {
    name: "regretOverStatic",
    words: "regret over best static",
    unit: "fraction of 1",
    better: "lower",
    definition: "Paid above the best static size on the same work; below 0 where it paid less",
    formula:
      "paid / paid by the best static size − 1, of what the objective minimizes of cost, replica hours and GPU hours; known with the baselines",
    of: (run) => run.regretOverStatic,
  },
  ofGroups(
    {
      name: "replicaHours",
      words: "replica hours",
      unit: "h",
      better: "lower",
      definition: "Replica time from start until gone, pending left out",
    },
    (group) => group.replicaHours,
  ),
  ofGroups(
    {
      name: "gpuHours",
      words: "GPU hours",
      unit: "h",
      better: "lower",
      definition: "Replica time times the GPUs of a replica",
    },
    (group) => group.gpuHours,
  ),
];

function part(name: keyof CostParts, words: string, better: Measure["better"], definition: string): Measure {
  return ofGroups(
    {
      name: `cost.${name}`,
      words,
      unit: "USD",
      ...(better === undefined ? {} : { better }),
      definition,
      ...(name === "replicas" ? { formula: "warming + useful + killed + wasted + idle + rounding" } : {}),
    },
    (group) => group.cost?.[name],
    (run) => run.cost?.[name],
  );
}
