import { z } from "zod";
import type { Device, Group, Json, Observation } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";
import { midnight, schedule, scheduleParameters } from "./schedule.ts";
import { boundWith } from "./shipped.ts";

const mebibyte = 2 ** 20;

const config = z.strictObject({
  downMode: z.enum(["all", "any"]).default("all"),
  vramRequiredForDown: z.boolean().default(false),
  gpuMode: z.enum(["gpu", "cpu"]).default("gpu"),
  newReplicaVramMiB: z.number().default(0),
  staleAfterSec: z.number().default(300),
  schedule: schedule.nullish(),
});

const number = z.number().nullable().optional();
const app = z.strictObject({
  cpuPct: number,
  memPct: number,
  requestQueue: number,
  p95Sec: number,
  errorPct: number,
  completedPerSec: number,
});
const llm = z.strictObject({
  queue: number,
  p95Sec: number,
  gpuPct: number,
  vramPct: number,
  failPct: number,
  completedPerSec: number,
});
const rl = z.strictObject({
  trainingQueue: number,
  episodeMin: number,
  gpuPct: number,
  ckptPerHour: number,
  completedPerSec: number,
});
const observation = z.strictObject({
  t: z.number(),
  app: app.optional(),
  "worker-llm": llm.optional(),
  "worker-rl": rl.optional(),
  gpus: z.array(z.strictObject({ index: z.int(), totalMiB: number, usedMiB: number })).nullish(),
});
type Shown = z.output<typeof observation>;

const services = ["app", "worker-llm", "worker-rl"] as const;
const counts = z.partialRecord(z.enum(services), z.int());
/** Reasons are suggestions. */
const expected = z.array(
  z.strictObject({
    t: z.number(),
    service: z.enum(services),
    action: z.enum(["up", "down", "hold"]),
    from: z.int(),
    to: z.int(),
    reason: z.string().optional(),
  }),
);

/** Checks one after the other; every step is carried out at once. */
export function checkRules(vector: Vector): Comparison {
  const given = config.parse(vector.config);
  const policy = boundWith(parametersOf(given));
  // With a schedule, times are seconds since a local midnight.
  const origin = given.schedule ? midnight(given.schedule.timezone) : 0;
  const desired: Record<string, number> = counts.parse(vector.initial);
  let memory = policy.begin();
  const actual = z
    .array(observation)
    .parse(vector.observations)
    .flatMap((shown) => {
      const outcome = policy.decide(observed({ ...shown, t: origin + shown.t }, desired), memory);
      memory = outcome.memory;
      return services
        .filter((service) => shown[service] !== undefined)
        .map((service) => {
          const decision = outcome.decisions.find(({ subject }) => subject === service);
          const from = desired[service] ?? 0;
          const to = decision?.action?.kind === "scale" ? decision.action.desired : from;
          desired[service] = to;
          return { t: shown.t, service, action: to > from ? "up" : to < from ? "down" : "hold", from, to };
        });
    });
  const wanted = expected.parse(vector.expected).map(({ reason: _, ...rest }) => rest);
  // A check that is not listed is one that holds.
  const isListed = (t: number, service: string) => wanted.some((each) => each.t === t && each.service === service);
  return {
    expected: wanted,
    actual: actual.filter(({ t, service, action }) => action !== "hold" || isListed(t, service)),
  };
}

function parametersOf(given: z.output<typeof config>): { readonly [key: string]: Json } {
  return {
    downMode: given.downMode,
    staleAfter: given.staleAfterSec,
    gpuCheck: given.gpuMode === "gpu",
    services: {
      "worker-llm": {
        gpu: { memory: given.newReplicaVramMiB * mebibyte },
        rules: { vramUtilization: { requiredForDown: given.vramRequiredForDown } },
      },
      "worker-rl": { gpu: { memory: given.newReplicaVramMiB * mebibyte } },
    },
    schedule: given.schedule ? scheduleParameters(given.schedule) : null,
  };
}

function observed(shown: Shown, desired: Readonly<Record<string, number>>): Observation {
  const seen = {
    app: appSeen(shown.app),
    "worker-llm": llmSeen(shown["worker-llm"]),
    "worker-rl": rlSeen(shown["worker-rl"]),
  };
  const listed = services.flatMap((name) => (seen[name] === undefined ? [] : [[name, seen[name]] as const]));
  return {
    time: shown.t,
    queues: Object.fromEntries(listed.map(([name, { waiting }]) => [name, waiting === undefined ? {} : { waiting }])),
    groups: Object.fromEntries(listed.map(([name, { signals }]) => [name, groupOf(name, desired[name] ?? 0, signals)])),
    nodes: {},
    devices: Object.fromEntries((shown.gpus ?? []).map((gpu) => [`gpu${gpu.index}`, deviceOf(gpu)])),
    caches: {},
    signals: {},
  };
}

function deviceOf({ index, totalMiB, usedMiB }: NonNullable<Shown["gpus"]>[number]): Device {
  if (typeof totalMiB !== "number" || typeof usedMiB !== "number") return { node: "node", index };
  return { node: "node", index, memoryTotal: totalMiB * mebibyte, memoryFree: (totalMiB - usedMiB) * mebibyte };
}

function groupOf(name: string, desired: number, signals: Readonly<Record<string, number>>): Group {
  const replicas = Array.from({ length: desired }, (_, index) => ({ id: `${name}-${index}`, phase: "ready" as const }));
  return { serves: [name], minimum: 0, desired, replicas, signals };
}

interface Seen {
  readonly waiting?: number | undefined;
  readonly signals: Readonly<Record<string, number>>;
}

function appSeen(given: z.output<typeof app> | undefined): Seen | undefined {
  return (
    given && {
      waiting: given.requestQueue ?? undefined,
      signals: known({
        cpuUtilization: percent(given.cpuPct),
        memoryUtilization: percent(given.memPct),
        latencyP95: given.p95Sec,
        errorRatio: percent(given.errorPct),
        throughput: given.completedPerSec,
      }),
    }
  );
}

function llmSeen(given: z.output<typeof llm> | undefined): Seen | undefined {
  return (
    given && {
      waiting: given.queue ?? undefined,
      signals: known({
        latencyP95: given.p95Sec,
        gpuUtilization: percent(given.gpuPct),
        vramUtilization: percent(given.vramPct),
        errorRatio: percent(given.failPct),
        throughput: given.completedPerSec,
      }),
    }
  );
}

function rlSeen(given: z.output<typeof rl> | undefined): Seen | undefined {
  return (
    given && {
      waiting: given.trainingQueue ?? undefined,
      signals: known({
        episodeDuration: typeof given.episodeMin === "number" ? given.episodeMin * 60 : undefined,
        gpuUtilization: percent(given.gpuPct),
        checkpointsPerHour: given.ckptPerHour,
        throughput: given.completedPerSec,
      }),
    }
  );
}

function percent(value: number | null | undefined): number | undefined {
  return typeof value === "number" ? value / 100 : undefined;
}

function known(signals: Readonly<Record<string, number | null | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(signals).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
