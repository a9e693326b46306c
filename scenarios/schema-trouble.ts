import { z } from "zod";
import { distribution, exactlyOne, name, quantity, strict } from "./fields.ts";
import { duration, fraction, memory } from "./unit-kinds.ts";

const chance = quantity(fraction).prefault(0);
const gpuUse = strict({
  utilization: quantity(fraction).prefault(0).describe("Share of the GPU in use. Default: 0."),
  memory: quantity(memory).prefault(0).describe("Memory in use. Default: 0."),
});
const use = {
  cores: z.number().nonnegative().prefault(0).describe("Cores in use. Default: 0."),
  memory: quantity(memory).prefault(0).describe("Main memory in use. Default: 0."),
  gpus: z
    .union([gpuUse.describe("The same of every GPU."), z.array(gpuUse).describe("One entry a GPU, from the first.")])
    .prefault([])
    .describe("Use of the GPUs. Default: none."),
};

/** Of a node. */
export const backgroundFields = z
  .union([
    strict(use),
    z.array(strict({ at: quantity(duration).describe("From when on, into the run, until the next entry."), ...use })),
  ])
  .describe(
    "What others use of each node, always or step by step. It slows replicas where CPU or GPU get crowded. Replicas get only the memory that others leave; those that already run keep theirs, and the others then do without. Default: nothing.",
  );

/** The three below: of a group. */
export const failuresFields = strict({
  exit: chance.describe("Chance that a start ends after part of its warm-up. Default: 0."),
  hang: chance.describe("Chance that a start warms up for ever. Default: 0."),
  blackHole: chance.describe(
    "Chance that a replica becomes ready, takes tasks, acknowledges them at once and does nothing: they are lost. Default: 0.",
  ),
  blackHoleTime: quantity(duration, 0).prefault("10ms").describe("How long it takes for each. Default: 10ms."),
  crash: distribution.optional().describe("Time from when a replica first serves until it dies. Default: it does not."),
  prune: z
    .boolean()
    .prefault(true)
    .describe(
      "true: the owner drops a dead replica and starts another. false: it stays listed, counts as desired, and nothing replaces it. Default: true.",
    ),
  pruneAfter: quantity(duration, 0).prefault("10s").describe("How long a dead one stays listed. Default: 10s."),
}).describe("How replicas fail by themselves. Default: they do not.");

export const healthFields = strict({
  delay: quantity(duration).prefault("0s").describe("Time from the end of the warm-up to the check. Default: 0s."),
  failure: chance.describe("Chance that such a check fails; it is repeated after the delay. Default: 0."),
  attempts: z
    .int()
    .positive()
    .optional()
    .describe(
      "After so many failed checks in a row the replica ends, as a start that failed. Default: it is checked for ever.",
    ),
  unhealthy: strict({
    every: distribution.describe("How long a ready replica stays healthy."),
    for: distribution.describe("How long it is unhealthy then."),
  })
    .optional()
    .describe("When a ready replica gets no new tasks for a while. Default: never."),
}).describe("A check before a replica gets tasks. Default: none.");

export const stopFields = strict({
  unroute: quantity(duration)
    .prefault("0s")
    .describe("How long the broker still counts it as a consumer, though it gets no new tasks. Default: 0s."),
  drain: quantity(duration)
    .prefault("0s")
    .describe("How long its connections stay open after that. Then begins the grace time. Default: 0s."),
  checkpoint: quantity(duration)
    .prefault("0s")
    .describe("How long it saves its state when its work is done; a killed one does not. Default: 0s."),
}).describe("What a replica goes through before it is gone. Default: it leaves when its work is done.");

const timed = {
  at: z
    .union([quantity(duration), z.array(quantity(duration)).min(1)])
    .optional()
    .describe("The moment, or the moments, into the run."),
  every: distribution
    .optional()
    .describe("Instead of at: time from the start of the run, and from the end of one, to the next."),
  for: distribution.optional().describe("How long it lasts. Default: to the end of the run."),
};
const names = z.array(name).min(1);

export const faultFields = strict({
  ...timed,
  nodeLoss: strict({
    node: name.optional().describe("Name of the node. Default: one that is there, chosen by chance."),
  })
    .describe(
      "A node goes, with all replicas on it and the controllers at home there, and comes back empty; those controllers begin anew.",
    )
    .optional(),
  replicaCrash: strict({
    group: name.describe("Their group."),
    count: z.int().positive().prefault(1).describe("How many, chosen by chance. Default: 1."),
  })
    .describe("Replicas die.")
    .optional(),
  brokerOutage: strict({
    queues: names.optional().describe("Which queues. Default: all."),
    deliveries: z
      .enum(["continue", "stop"])
      .prefault("continue")
      .describe("Whether replicas still get tasks. Default: continue."),
  })
    .describe("Queues cannot be read.")
    .optional(),
  sensorOutage: strict({
    of: z.enum(["nodes", "devices", "groups"]).describe("What kind of readings."),
    names: z.array(z.string().min(1)).min(1).optional().describe("Of which; a GPU is NODE/gpu0. Default: all."),
  })
    .describe("Readings are missing.")
    .optional(),
  actuator: strict({
    groups: names.optional().describe("Which groups. Default: all."),
    does: z.enum(["slow", "refuse"]).describe("slow: does what policies ask after a delay. refuse: ignores it."),
    delay: quantity(duration, 0).optional().describe("How late a slow one is."),
  })
    .describe("What policies ask for is done late, or not at all.")
    .optional(),
  startFailure: strict({
    groups: names.optional().describe("Which groups. Default: all."),
    how: z
      .enum(["exit", "hang"])
      .prefault("exit")
      .describe("exit: they end after part of their warm-up. hang: they warm up for ever. Default: exit."),
  })
    .describe(
      "Every start that begins meanwhile fails; those under way go on. Where two last at once, the one that came last says how.",
    )
    .optional(),
  manualEdit: strict({
    group: name.describe("The group."),
    desired: z.int().nonnegative().describe("What somebody sets its desired count to."),
  })
    .describe("Somebody else scales a group.")
    .optional(),
  purge: strict({ queue: name.describe("The queue.") })
    .describe("What waits in a queue is dropped, and counts as lost.")
    .optional(),
})
  .check(
    exactlyOne(
      ["nodeLoss", "replicaCrash", "brokerOutage", "sensorOutage", "actuator", "startFailure", "manualEdit", "purge"],
      "a fault",
    ),
  )
  .describe("Something that goes wrong, whatever the policy.");
