import { z } from "zod";
import { type Action, bind, type Capabilities, type Group, type Observation } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";

/** By name: an amount, −1 where none is meant. */
const capabilities = z
  .record(z.string(), z.number())
  .nullish()
  .transform((all) => Object.fromEntries(Object.entries(all ?? {}).map(([name, value]) => [name, written(value)])));

const snapshot = z.strictObject({
  tasks: z.array(z.tuple([capabilities, z.int()])),
  workers: z.record(z.string(), z.strictObject({ capabilities, queued_tasks: z.int() })),
  worker_groups: z.record(z.string(), z.strictObject({ worker_ids: z.array(z.string()), capabilities })),
  adapter_heartbeat: z.strictObject({
    max_worker_groups: z.int(),
    workers_per_group: z.int(),
    capabilities: capabilities.optional(),
  }),
});
const step = z.object({ snapshot, expected: z.array(z.unknown()) });
const scaling = z.union([z.object({ policy_content: z.string(), steps: z.array(step).min(1) }), step]);

/** Heartbeats one after the other, to one policy: the commands that each is answered with. */
export function checkScaling(vector: Vector): Comparison {
  const read = scaling.parse(vector);
  const policy = bind("scaler", { policyContent: vector.policy_content as string });
  let memory = policy.begin();
  const steps = "steps" in read ? read.steps : [read];
  const actual = steps.map(({ snapshot }, time) => {
    const outcome = policy.decide(observe(snapshot, time), memory);
    memory = outcome.memory;
    return outcome.decisions.flatMap(({ action }) => (action === null ? [] : commands(snapshot, action)));
  });
  return { expected: steps.map(({ expected }) => expected), actual };
}

type Snapshot = z.output<typeof snapshot>;

function observe({ tasks, workers, worker_groups, adapter_heartbeat }: Snapshot, time: number): Observation {
  const replicas = Object.entries(worker_groups).map(([id, { worker_ids, capabilities: offers }]) => {
    return { id, workers: worker_ids, offers };
  });
  const { max_worker_groups: maximum, capabilities: offers } = adapter_heartbeat;
  const adapter: Group = {
    serves: [],
    ...(offers === undefined ? {} : { offers }),
    minimum: 0,
    maximum,
    desired: replicas.length,
    replicas,
    signals: {},
  };
  const connected = Object.entries(workers).map(([id, worker]) => {
    return [id, { offers: worker.capabilities, waiting: worker.queued_tasks }] as const;
  });
  return {
    time,
    // One queue for each run of equal tasks, in the order in which they came.
    queues: Object.fromEntries(
      tasks.map(([needs, count], index) => [`tasks-${index}`, { waiting: count, inService: 0, needs }]),
    ),
    groups: { adapter },
    nodes: {},
    devices: {},
    caches: {},
    signals: {},
    workers: Object.fromEntries(connected),
  };
}

/** An action on the adapter as the commands that would be sent to it. */
function commands({ worker_groups }: Snapshot, action: Action): unknown[] {
  if (action.kind !== "scale") throw new Error(`${action.kind} is no command to an adapter`);
  const starts = action.desired - Object.keys(worker_groups).length;
  if (starts < 0 && -starts !== action.release?.length) throw new Error("it lets others go than it names");
  return [
    ...Array.from({ length: Math.max(0, starts) }, (_, index) => {
      return { command: "StartWorkerGroup", worker_group_id: "", capabilities: amounts(action.start?.[index]?.offers) };
    }),
    ...(action.release ?? []).map((id) => ({ command: "ShutdownWorkerGroup", worker_group_id: id, capabilities: {} })),
  ];
}

function written(value: number): number | true {
  return value === -1 ? true : value;
}

function amounts(offers: Capabilities = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(offers).map(([name, value]) => [name, value === true ? -1 : value]));
}
