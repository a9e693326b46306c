import fc from "fast-check";
import type {
  Cache,
  Capabilities,
  Device,
  Group,
  Model,
  Node,
  Observation,
  Phase,
  Queue,
  Replica,
  Worker,
} from "../../policies/index.ts";

const gibibyte = 2 ** 30;
const phases: readonly Phase[] = ["pending", "warming", "ready", "unhealthy", "draining", "failed"];
const workerNames = ["w-a", "w-b", "w-c", "w-d", "w-e", "w-f"] as const;
const deviceNames = ["node-a/gpu0", "node-a/gpu1", "node-b/gpu0"] as const;

/** A reading: missing now and then. */
function reading<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined, freq: 6 });
}

const fraction = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
/** Nothing, little, or more than any threshold. */
const messages = fc.oneof(
  fc.constant(0),
  fc.constant(0),
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 61, max: 5000 }),
);

/** Without the keys whose reading is missing. */
function known<T extends object>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key] | undefined> }): fc.Arbitrary<T> {
  return fc
    .record(shape as Record<string, fc.Arbitrary<unknown>>)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);
}

const capabilities: fc.Arbitrary<Capabilities> = fc.constantFrom<Capabilities>(
  {},
  { gpu: 1 },
  { gpu: 4 },
  { gpu: 1, linux: true },
);

const queue: fc.Arbitrary<Queue> = known({
  needs: fc.option(capabilities, { nil: undefined }),
  waiting: reading(messages),
  inService: reading(fc.oneof(fc.constant(0), fc.nat(40))),
  oldestWait: reading(fc.nat(900)),
  arrivalRate: reading(fc.nat(400).map((tenths) => tenths / 10)),
  deliveryRate: reading(fc.nat(400).map((tenths) => tenths / 10)),
  consumers: reading(fc.nat(6)),
});

/** Everything can be read, and there is next to nothing to do. */
const quietQueue: fc.Arbitrary<Queue> = known({
  needs: fc.option(capabilities, { nil: undefined }),
  waiting: fc.nat(1),
  inService: fc.constantFrom(0, 0, 1),
});

/** `time` is when it is seen: nothing has happened later. */
function replica(id: string, time: number): fc.Arbitrary<Replica> {
  return known<Replica>({
    id: fc.constant(id),
    phase: reading(fc.constantFrom(...phases)),
    since: reading(fc.nat(1000).map((age) => time - age)),
    started: reading(fc.nat(2000).map((age) => time - age)),
    inService: reading(fc.nat(2)),
    utilization: reading(fraction),
    devices: reading(fc.subarray([...deviceNames], { maxLength: 1 })),
    workers: fc.option(fc.subarray([...workerNames], { maxLength: 2 }), { nil: undefined }),
    offers: fc.option(capabilities, { nil: undefined }),
    signals: reading(known<Record<string, number>>({ cpu: reading(fc.nat(8)), concurrency: reading(fc.nat(20)) })),
  });
}

function group(serves: string, time: number): fc.Arbitrary<Group> {
  return fc.subarray(["r-a", "r-b", "r-c", "r-d", "r-e", "r-f", "r-g"]).chain((ids) =>
    known<Group>({
      serves: fc.constant([serves]),
      offers: fc.option(capabilities, { nil: undefined }),
      minimum: fc.nat(3),
      maximum: fc.option(fc.oneof(fc.constant(1), fc.integer({ min: 3, max: 12 })), { nil: undefined }),
      desired: fc.oneof(fc.constant(ids.length), fc.nat(14)),
      replicas: fc.tuple(...ids.map((id) => replica(id, time))),
      signals: known<Record<string, number>>({
        cpuUtilization: reading(fraction),
        latencyP95: reading(fc.nat(30)),
        errorRatio: reading(fraction),
        throughput: reading(fc.nat(3)),
      }),
    }).map((drawn) => ({ ...drawn, minimum: Math.min(drawn.minimum, drawn.maximum ?? 3) })),
  );
}

const node: fc.Arbitrary<Node> = known<Node>({
  cores: fc.constant(32),
  cpuUtilization: reading(fraction),
  loadPerCore: reading(fc.nat(150).map((percent) => percent / 100)),
  memoryTotal: reading(fc.constant(512 * gibibyte)),
  memoryFree: reading(fc.nat(512).map((gib) => gib * gibibyte)),
});

function device(name: string): fc.Arbitrary<Device> {
  return known<Device>({
    node: fc.constant(name.slice(0, name.indexOf("/"))),
    index: fc.constant(Number(name.at(-1))),
    memoryTotal: reading(fc.constant(80 * gibibyte)),
    memoryFree: reading(fc.nat(80).map((gib) => gib * gibibyte)),
    utilization: reading(fraction),
    models: reading(fc.subarray(["qwen", "mistral", "llama"]).chain((names) => fc.tuple(...names.map(model)))),
  });
}

const worker: fc.Arbitrary<Worker> = known<Worker>({
  offers: fc.option(capabilities, { nil: undefined }),
  waiting: reading(fc.nat(3)),
});

function model(name: string): fc.Arbitrary<Model> {
  return known<Model>({
    name: fc.constant(name),
    size: fc.integer({ min: 1, max: 20 }).map((gib) => gib * gibibyte),
    lastUsed: reading(fc.nat(1000)),
    uses: reading(fc.nat(3)),
    inUse: reading(fc.nat(1)),
  });
}

const cache: fc.Arbitrary<Cache> = known<Cache>({
  timeToLive: fc.constantFrom(200, 300, 500, 600, 1800),
  hits: reading(fc.nat(150)),
  lookups: reading(fc.integer({ min: 50, max: 200 })),
});

function table<T>(names: readonly string[], value: (name: string) => fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc
    .subarray([...names], { minLength: 0 })
    .chain((some) =>
      fc
        .tuple(...some.map(value))
        .map((values) => Object.fromEntries(some.map((name, index) => [name, values[index] as T]))),
    );
}

function observation(time: number): fc.Arbitrary<Observation> {
  return known<Observation>({
    time: fc.constant(time),
    queues: fc.oneof(
      { weight: 3, arbitrary: fc.record({ sampler_queue: queue, evaluator_queue: queue }) },
      fc.record({ sampler_queue: quietQueue, evaluator_queue: quietQueue }),
    ),
    // Now and then a group takes no command.
    groups: known<Record<string, Group>>({
      sampler: reading(group("sampler_queue", time)),
      evaluator: reading(group("evaluator_queue", time)),
    }),
    nodes: table(["node-a", "node-b"], () => node),
    devices: table(deviceNames, device),
    caches: table(["fast", "creative"], () => cache),
    signals: fc.constant({}),
    // Now and then a replica is not several workers.
    workers: fc.option(
      table(workerNames, () => worker),
      { nil: undefined, freq: 2 },
    ),
  });
}

/** What one controller sees in a row: whole seconds, never going back, readings missing, replicas coming and going at random. */
export const observations: fc.Arbitrary<readonly Observation[]> = fc
  .array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 })
  .chain((gaps) => {
    let time = 1000;
    const times = gaps.map((gap) => {
      time += gap;
      return time;
    });
    return fc.tuple(...times.map(observation));
  });

/** The same things seen so many seconds later. */
export function later(observation: Observation, seconds: number): Observation {
  const groups = Object.entries(observation.groups).map(([name, seen]) => [
    name,
    { ...seen, replicas: seen.replicas.map((one) => laterReplica(one, seconds)) },
  ]);
  return { ...observation, time: observation.time + seconds, groups: Object.fromEntries(groups) };
}

function laterReplica(one: Replica, seconds: number): Replica {
  return {
    ...one,
    ...(one.since === undefined ? {} : { since: one.since + seconds }),
    ...(one.started === undefined ? {} : { started: one.started + seconds }),
  };
}
