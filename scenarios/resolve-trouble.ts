import { definite } from "./definite.ts";
import type { Background, FaultSpec, FaultTimes, GroupSpec } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

type NodeFile = ScenarioFile["nodes"][string];
type GroupFile = ScenarioFile["groups"][string];
type FaultFile = NonNullable<ScenarioFile["faults"]>[number];

/** Steps of what others use of a node with so many GPUs, in their order. */
export function background({ background: read }: NodeFile, gpus: number): Background[] | undefined {
  if (read === undefined) return undefined;
  const steps = Array.isArray(read) ? read : [{ at: 0, ...read }];
  return steps.map((step) => ({
    ...step,
    gpus: Array.from(
      { length: gpus },
      (_, index) => (Array.isArray(step.gpus) ? step.gpus[index] : step.gpus) ?? { utilization: 0, memory: 0 },
    ),
  }));
}

export function failures({ failures: read }: Pick<GroupFile, "failures">): GroupSpec["failures"] {
  if (read === undefined) return undefined;
  const { crash, ...rest } = read;
  return crash === undefined ? rest : { ...rest, crash };
}

export function health({ health: read }: Pick<GroupFile, "health">): GroupSpec["health"] {
  if (read === undefined) return undefined;
  return definite(read);
}

/** Names that are left out mean all there are. */
export function fault(read: FaultFile, known: Known): FaultSpec {
  const times: FaultTimes = read.every === undefined ? { at: [read.at ?? 0].flat() } : { every: read.every };
  const lasting = read.for === undefined ? times : { ...times, for: read.for };
  const { nodeLoss, replicaCrash, brokerOutage, sensorOutage, actuator, startFailure, manualEdit, purge } = read;
  if (nodeLoss !== undefined) return definite({ kind: "nodeLoss" as const, ...nodeLoss, ...lasting });
  if (replicaCrash !== undefined) return { kind: "replicaCrash", ...replicaCrash, ...times };
  if (brokerOutage !== undefined)
    return { kind: "brokerOutage", ...brokerOutage, queues: brokerOutage.queues ?? known.queues, ...lasting };
  if (sensorOutage !== undefined)
    return { kind: "sensorOutage", ...sensorOutage, names: sensorOutage.names ?? known[sensorOutage.of], ...lasting };
  if (actuator !== undefined) {
    const { groups = known.groups, delay } = actuator;
    return { kind: "actuator", groups, ...(delay === undefined ? {} : { delay }), ...lasting };
  }
  if (startFailure !== undefined)
    return { kind: "startFailure", ...startFailure, groups: startFailure.groups ?? known.groups, ...lasting };
  if (manualEdit !== undefined) return { kind: "manualEdit", ...manualEdit, ...times };
  // The schema has made sure that there is one.
  return { kind: "purge", queue: purge?.queue ?? "", ...times };
}

/** Everything a fault can concern, by its key in observations. */
export interface Known {
  readonly nodes: readonly string[];
  readonly devices: readonly string[];
  readonly groups: readonly string[];
  readonly queues: readonly string[];
}

/** The kind, as it is written. */
export function faultKind(read: FaultFile): FaultSpec["kind"] {
  return fault(read, { nodes: [], devices: [], groups: [], queues: [] }).kind;
}
