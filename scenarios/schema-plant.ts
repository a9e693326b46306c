import { z } from "zod";
import { distribution, name, quantity, strict } from "./fields.ts";
import { adapterFields } from "./schema-adapter.ts";
import { priced } from "./schema-price.ts";
import { signals } from "./schema-signals.ts";
import { backgroundFields, failuresFields, healthFields, stopFields } from "./schema-trouble.ts";
import { duration, fraction, memory } from "./unit-kinds.ts";

const count = z.int().nonnegative();

const gpuPrice = priced(
  "Dollars an hour for each, while a replica holds it. Default: unknown, not counted.",
).optional();

const gpu = strict({ memory: quantity(memory, 0).describe("Memory of the GPU."), price: gpuPrice });

const gpus = z.union([
  strict({
    count: z.int().positive().prefault(1).describe("How many equal GPUs. Default: 1."),
    memory: quantity(memory, 0).describe("Memory of each GPU."),
    price: gpuPrice,
  }).describe("Equal GPUs."),
  z.array(gpu).describe("One entry a GPU, where they differ."),
]);

export const nodeFields = strict({
  count: z
    .int()
    .positive()
    .prefault(1)
    .describe("How many equal nodes; more than one are named NAME-1, NAME-2, …. Default: 1."),
  cores: z.number().positive().describe("CPU cores of each."),
  memory: quantity(memory, 0).describe("Main memory of each."),
  gpus: gpus.optional().describe("GPUs of each. Default: none."),
  price: priced("Dollars an hour for each. Default: unknown, not counted.").optional(),
  background: backgroundFields.optional(),
}).describe("A machine, or several equal ones.");

const followUp = strict({
  queue: name.describe("Where the new tasks arrive."),
  count: z.int().positive().prefault(1).describe("How many. Default: 1."),
  probability: quantity(fraction)
    .prefault("100%")
    .describe("All of them with this probability, else none. Default: 100%."),
  delay: distribution.prefault(0).describe("From the completion to their arrival. Default: 0s."),
  service: distribution.describe("Time each takes on a worker."),
  limit: z.int().positive().optional().describe("No more than so many in a run. Default: without end."),
}).describe("Work that arises from completed work.");

export const capabilities = z.record(z.string(), z.union([z.number(), z.literal(true)]));

export const retry = strict({
  times: z.int().positive().max(100).describe("At most so often."),
  delay: quantity(duration).prefault(0).describe("After so long. Default: 0s."),
});

export const queueFields = strict({
  needs: capabilities
    .optional()
    .describe("What a worker must offer for its tasks, by name: an amount, or true. Default: nothing in particular."),
  acknowledge: z
    .enum(["after", "before"])
    .prefault("after")
    .describe(
      "When a worker acknowledges a task. after: the work of a killed replica is redelivered; before: it is lost. Default: after.",
    ),
  timeToLive: quantity(duration, 0)
    .optional()
    .describe("A task that has waited so long leaves unserved, and is counted. Default: it waits for ever."),
  retry: retry.optional().describe("Lost or expired work arrives anew. Default: it does not."),
  followUps: z.array(followUp).min(1).optional().describe("What each completed task brings about. Default: nothing."),
}).describe("A broker's queue. Queues that groups serve need not be listed.");

const curveOf = (what: string) =>
  z
    .array(z.number().positive())
    .min(1)
    .prefault([1])
    .describe(`${what} for 1, 2, … tasks; the last holds on. Default: [1].`);

const slots = strict({
  count: z.int().positive().describe("Tasks a replica serves at once."),
  speed: curveOf("Speed of each task"),
}).describe("A replica serves several tasks at once. Default: one.");

const batch = strict({
  most: z.int().positive().describe("A batch is begun when so many messages have come."),
  linger: quantity(duration)
    .prefault("10ms")
    .describe("Or when one comes more than so long after the batch before. Default: 10ms."),
  waits: z
    .boolean()
    .prefault(true)
    .describe(
      "true: a partial batch is begun that long after its first message; false: it waits for the next message. Default: true.",
    ),
  work: z
    .enum(["longest", "mean", "sum"])
    .prefault("longest")
    .describe("Time a batch takes, from the service times of its tasks. Default: longest."),
  slowdown: curveOf("Times as long"),
}).describe("Several tasks are served as one. Default: one by one.");

const needs = strict({
  cores: z.number().nonnegative().prefault(1).describe("Cores in use while a replica serves a task. Default: 1."),
  warmUpCores: z.number().nonnegative().optional().describe("Cores in use while it warms up. Default: as cores."),
  memory: quantity(memory).prefault(0).describe("Main memory held from start to end. Default: 0."),
  memoryPerTask: quantity(memory)
    .optional()
    .describe("Main memory in use for each task it serves, on top; there is always room for it. Default: 0."),
  gpus: count.optional().describe("GPUs held from start to end. Default: 1 with gpuMemory, else 0."),
  gpuMemory: quantity(memory).optional().describe("Memory held on each of its GPUs. Required with gpus."),
  gpuMemoryPerTask: quantity(memory)
    .optional()
    .describe("Memory in use on each of its GPUs for each task it serves, on top. Default: 0."),
  gpuUtilization: quantity(fraction)
    .optional()
    .describe("Share of each of its GPUs in use while it serves a task. Default: 100%."),
}).describe("What one replica takes from its node.");

const initial = z.union([
  count,
  strict({
    replicas: count.describe("Replicas at the start of a run."),
    phase: z.enum(["ready", "warming"]).prefault("ready").describe("Whether they already serve. Default: ready."),
  }),
]);

export const groupFields = strict({
  serves: z
    .union([name, z.array(name).min(1)])
    .describe("The queue, or the list of queues, its replicas take tasks from."),
  offers: capabilities
    .optional()
    .describe("What its replicas can do, by name: an amount, or true. Default: nothing in particular."),
  minimum: count.prefault(1).describe("Fewest replicas its owner allows. Default: 1."),
  maximum: count.optional().describe("Most replicas its owner allows. Default: unlimited."),
  initial: initial.optional().describe("Replicas at the start of a run. Default: minimum, ready."),
  warmUp: distribution
    .prefault(0)
    .describe("Start of a replica until it serves. Default: 0s, which flatters every policy."),
  grace: quantity(duration)
    .prefault("30s")
    .describe("How long a draining replica may finish its task before it is killed. Default: 30s."),
  stop: stopFields.optional(),
  cancel: z
    .enum(["at-once", "after-grace"])
    .optional()
    .describe(
      "When a warming replica that is told to stop does so. after-grace: it cannot be interrupted, and is killed when the grace time is over. Default: at-once.",
    ),
  health: healthFields.optional(),
  failures: failuresFields.optional(),
  release: z
    .enum(["idle-first", "oldest", "newest"])
    .prefault("idle-first")
    .describe(
      "Who leaves when a policy does not say. idle-first: those not yet ready, then the longest idle, then busy ones newest first. Default: idle-first.",
    ),
  dispatch: z
    .enum(["longest-idle", "newest-idle"])
    .prefault("longest-idle")
    .describe("Which idle replica takes a task. Default: longest-idle."),
  placement: z
    .enum(["most-free", "first-fit", "best-fit"])
    .prefault("most-free")
    .describe("Which fitting node or GPU a replica gets when the policy names none. Default: most-free."),
  node: name.optional().describe("The only node its replicas run on. Default: any."),
  needs: needs.prefault({}),
  slots: slots.optional(),
  batch: batch.optional(),
  workers: z
    .int()
    .positive()
    .optional()
    .describe(
      "With a dispatcher: consumers a replica is, each with a queue of its own and one task at a time. Default: 1.",
    ),
  reports: z
    .enum(["everything", "nothing", "other-workers"])
    .optional()
    .describe(
      "With a dispatcher: what its owner tells of a replica it has started. nothing: neither its workers nor what they offer, as Scaler's native adapter; other-workers: ids that nobody connects with, as its ECS adapter. Default: everything.",
    ),
  adapter: adapterFields.optional(),
  prefetch: z
    .int()
    .positive()
    .optional()
    .describe("Unacknowledged messages a replica may hold. Default: it takes only what it can begin at once."),
  firstTasks: strict({
    count: z.int().positive().prefault(1).describe("How many tasks after a start. Default: 1."),
    slowdown: z.number().min(1).describe("They take so many times as long."),
  })
    .optional()
    .describe("The first tasks after a start are slow. Default: they are not."),
  signals: signals.optional(),
  checkpointEvery: z
    .int()
    .positive()
    .optional()
    .describe(
      "A replica stores a checkpoint after each so many tasks, its episodes; gives the signals episodeDuration, episodesPerHour and checkpointsPerHour. Default: it stores none.",
    ),
  price: priced(
    "Dollars an hour for each replica, from start to end, on top of its node's price. Default: unknown, not counted.",
  ).optional(),
}).describe("Replicas that are scaled as one.");

/** Sampling of one kind of reading. */
const sensorFields = {
  period: quantity(duration).optional().describe("Time between readings; 0: read at the check itself. Default: 0s."),
  lag: quantity(duration).optional().describe("How much later a reading is seen. Default: 0s."),
  window: quantity(duration)
    .optional()
    .describe(
      "Rates and utilizations are averages over so long before the reading; 0: of that instant. Default: 60s for queues and groups, 10s for nodes, 0s for devices.",
    ),
  smoothing: quantity(duration)
    .optional()
    .describe(
      "Gauges follow their readings exponentially with this time constant; counts of replicas do not. Default: 0s, at once.",
    ),
  loss: quantity(fraction)
    .optional()
    .describe("Each reading of each thing fails with this probability; it is then unknown, never 0. Default: 0%."),
  staleAfter: quantity(duration)
    .optional()
    .describe(
      "A reading is seen up to this age, also in place of failed ones. Default: until the next, and none in place of a failed one.",
    ),
};
const sensor = strict(sensorFields).optional();

export const sensorsFields = strict({
  ...sensorFields,
  queues: sensor.describe("Only for the readings of queues."),
  groups: sensor.describe("Only for the readings of groups and replicas."),
  nodes: sensor.describe("Only for the readings of nodes."),
  devices: sensor.describe("Only for the readings of GPUs."),
}).describe("How policies see the plant: for all readings, and by what is read.");
