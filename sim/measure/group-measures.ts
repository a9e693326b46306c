import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import type { GroupMeasures } from "../result.ts";
import { average } from "./average.ts";
import { dwellTimes, soonest, unexplainedReversals } from "./changes.ts";
import { groupCost } from "./cost.ts";
import { elasticity } from "./elasticity.ts";
import { changesOf, demandOf } from "./group-demand.ts";
import { oscillation } from "./oscillation.ts";
import { stepFunction } from "./step-function.ts";

/** What one group measured. */
export function groupMeasures(plant: Plant, group: GroupState): GroupMeasures {
  const { now } = plant;
  const { spec } = group;
  const mean = (phase: "pending" | "warming" | "ready" | "draining" | "busy" | "unhealthy" | "failed") =>
    average(group[phase].integral(now), now);
  const open = mean("ready") + mean("draining") + mean("unhealthy");
  const cost = groupCost(plant, group);
  const replicaHours = group.running.integral(now) / 3600;
  const measures: GroupMeasures = {
    meanReplicas: {
      pending: mean("pending"),
      warming: mean("warming"),
      ready: mean("ready"),
      draining: mean("draining"),
      busy: mean("busy"),
      ...(spec.health === undefined ? {} : { unhealthy: mean("unhealthy") }),
      ...(group.mayFail ? { failed: mean("failed") } : {}),
    },
    maxReplicas: group.running.peak,
    ...(open === 0 ? {} : { utilization: mean("busy") / open }),
    replicaHours,
    gpuHours: replicaHours * spec.needs.gpus,
    starts: group.starts,
    ...(spec.adapter?.capacity === undefined ? {} : { refused: group.refused }),
    cancelled: group.cancelled,
    neverServed: group.neverServed,
    killed: group.killed,
    killedWork: group.killedWork / 3600,
    lostWork: group.lostWork / 3600,
    ...(group.mayFail ? failuresOf(group) : {}),
    scaleUps: group.scaleUps,
    scaleDowns: group.scaleDowns,
    reversals: group.reversals,
  };
  tellRestlessness(measures, plant, group);
  if (cost !== undefined) measures.cost = cost;
  return measures;
}

function failuresOf({ failedStarts, hungStarts, blackHoles, crashed, swallowed }: GroupState) {
  return { failedStarts, hungStarts, blackHoles, crashed, swallowed };
}

/** How the group followed its demand. Field by field: to V8 a spread behind other fields is long (`sim/engine/README.md`). */
function tellRestlessness(measures: GroupMeasures, plant: Plant, group: GroupState): void {
  const { now } = plant;
  const demand = demandOf(plant, group);
  const changes = changesOf(plant, group);
  const down = soonest(changes, -1);
  const up = soonest(changes, 1);
  const dwell = dwellTimes([changes]);
  const times = changes.map(({ time }) => time);
  const counts = changes.map(({ to }) => to);
  const swing = oscillation(stepFunction(times, counts, group.spec.initial.replicas), now);
  const close = demand && elasticity(demand, group.ready.all, now);
  if (demand !== undefined) measures.unexplainedReversals = unexplainedReversals(changes);
  if (down !== undefined) measures.soonestDown = down;
  if (up !== undefined) measures.soonestUp = up;
  if (dwell !== undefined) measures.dwell = dwell;
  if (swing !== undefined) measures.oscillation = swing;
  if (close !== undefined) measures.elasticity = close;
}
