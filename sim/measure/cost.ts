import type { Scenario } from "../../scenarios/scenario.ts";
import type { GroupState } from "../plant/group.ts";
import type { DeviceState, NodeState } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import { FAILED, PENDING } from "../plant/replicas.ts";
import type { CostParts, RunMeasures } from "../result.ts";
import { unusedTime } from "./billing.ts";

/** What the run cost in dollars. Undefined where the scenario names no price: unknown, not nothing. */
export function costOf(plant: Plant, scenario: Scenario): RunMeasures["cost"] {
  const groups = plant.groups.flatMap((group) => groupCost(plant, group) ?? []);
  const nodes = total(scenario.nodes.map((_, index) => nodeCost(plant.nodes[index]!, plant.now)));
  const gpus = total(plant.devices.map((device) => deviceCost(device, plant.now)));
  if (groups.length === 0 && nodes === undefined && gpus === undefined) return undefined;
  const all = (nodes ?? 0) + (gpus ?? 0) + sum(groups, "replicas");
  const completed = plant.queues.reduce((tasks, queue) => tasks + queue.completed, 0);
  const cost: NonNullable<RunMeasures["cost"]> = { total: all };
  if (nodes !== undefined) cost.nodes = nodes;
  if (gpus !== undefined) cost.gpus = gpus;
  if (groups.length > 0) Object.assign(cost, together(groups));
  if (completed > 0) cost.perThousandTasks = (1000 * all) / completed;
  return cost;
}

/** Undefined without a price. */
export function nodeCost({ spec }: NodeState, now: number): number | undefined {
  return spec.pricePerHour === undefined ? undefined : dollars(spec.pricePerHour, now + unusedTime(spec.billing, now));
}

/** While replicas hold it. Undefined without a price. */
export function deviceCost(device: DeviceState, now: number): number | undefined {
  const { spec, taken, unusedTime: before } = device;
  if (spec.pricePerHour === undefined) return undefined;
  const unused = before + (taken.value > 0 ? device.unused(now) : 0);
  return dollars(spec.pricePerHour, taken.integral(now) + unused);
}

/** What the replicas of a group cost, and what for. Undefined without a price. */
export function groupCost(plant: Plant, group: GroupState): CostParts | undefined {
  const { now, replicas } = plant;
  const { pricePerHour, billing } = group.spec;
  if (pricePerHour === undefined) return undefined;
  let unused = group.unusedTime;
  for (const row of group.members) {
    const phase = replicas.phases[row]!;
    if (phase !== PENDING && phase !== FAILED) unused += unusedTime(billing, now - replicas.placedAt[row]!);
  }
  const busy = group.busy.integral(now);
  const wasted = Math.min(Math.max(0, busy - group.killedTime), group.wastedTime);
  const spent = (seconds: number) => dollars(pricePerHour, seconds);
  return divided({
    replicas: spent(group.running.integral(now) + unused),
    warming: spent(group.warming.integral(now)),
    busy: spent(busy),
    killed: spent(group.killedTime),
    wasted: spent(wasted),
    rounding: spent(unused),
  });
}

function together(groups: readonly CostParts[]): CostParts {
  return divided({
    replicas: sum(groups, "replicas"),
    warming: sum(groups, "warming"),
    busy: sum(groups, "busy"),
    killed: sum(groups, "killed"),
    wasted: sum(groups, "wasted"),
    rounding: sum(groups, "rounding"),
  });
}

/** What is left over is idle, and what was not for nothing useful. */
function divided(parts: Omit<CostParts, "useful" | "idle">): CostParts {
  const { replicas, warming, busy, killed, wasted, rounding } = parts;
  return {
    replicas,
    warming,
    busy,
    useful: Math.max(0, busy - killed - wasted),
    killed,
    wasted,
    idle: Math.max(0, replicas - rounding - warming - busy),
    rounding,
  };
}

function sum(groups: readonly CostParts[], part: keyof CostParts): number {
  return groups.reduce((all, group) => all + group[part], 0);
}

function dollars(perHour: number, seconds: number): number {
  return (seconds / 3600) * perHour;
}

/** Undefined where nothing has a price. */
function total(costs: readonly (number | undefined)[]): number | undefined {
  const known = costs.filter((cost) => cost !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, cost) => sum + cost, 0);
}
