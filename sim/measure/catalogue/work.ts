import { type Measure, ofGroups, ofQueues } from "./measure.ts";

/** What became of the tasks. */
export const work: readonly Measure[] = [
  ofQueues(
    { name: "arrived", words: "arrived", unit: "1", definition: "Tasks that arrived" },
    (queue) => queue.arrived,
  ),
  ofQueues(
    {
      name: "completed",
      words: "completed",
      unit: "1",
      better: "higher",
      definition: "Tasks that were completed",
    },
    (queue) => queue.completed,
  ),
  ofQueues(
    {
      name: "unfinished",
      words: "unfinished",
      unit: "1",
      better: "lower",
      definition: "Tasks waiting or in service at the end",
    },
    (queue) => queue.unfinished,
  ),
  ofQueues(
    {
      name: "lost",
      words: "lost",
      unit: "1",
      better: "lower",
      definition: "Tasks lost with replicas that were killed or died, in black holes or in a purge",
    },
    (queue) => queue.lost,
  ),
  ofQueues(
    {
      name: "expired",
      words: "expired",
      unit: "1",
      better: "lower",
      definition: "Tasks that waited as long as they may, and left unserved",
    },
    (queue) => queue.expired,
  ),
  ofQueues(
    {
      name: "retried",
      words: "retried",
      unit: "1",
      better: "lower",
      definition: "Lost or expired tasks that arrived anew",
    },
    (queue) => queue.retried,
  ),
  ofQueues(
    {
      name: "redelivered",
      words: "redelivered",
      unit: "1",
      better: "lower",
      definition: "Tasks put back to their place because their replica was killed or died",
    },
    (queue) => queue.redelivered,
  ),
  ofGroups(
    {
      name: "swallowed",
      words: "swallowed",
      unit: "1",
      better: "lower",
      definition: "Tasks that black holes took and lost",
    },
    (group) => group.swallowed,
  ),
  ofQueues(
    { name: "purged", words: "purged", unit: "1", better: "lower", definition: "Tasks dropped by a purge" },
    (queue) => queue.purged,
  ),
];
