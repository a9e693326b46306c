import type { FaultSpec, GroupSpec, Scenario } from "../../scenarios/scenario.ts";
import { sampler } from "../random/sampler.ts";
import { stream } from "../random/stream.ts";
import type { Plant } from "./plant.ts";

/** The fate of a start that becomes ready: all of its warm-up. */
export const LIVES = 1;

/**
 * What becomes of a start: the share of its warm-up after which it ends, `LIVES`, or Infinity if it hangs. Drawn from a stream of
 * the replica's own, so that whether and when it fails depends on nothing but its number.
 */
export function drawFate(plant: Plant, row: number): number {
  const { replicas } = plant;
  const group = plant.groups[replicas.groups[row]!]!;
  const { failures = NONE } = group.spec;
  const how = group.startFaults.at(-1)?.how;
  if (failures === NONE && how === undefined) return LIVES;
  const own = stream(plant.seed, `failures/${replicas.ids[row]}`);
  const fate = own.next();
  if (how === "exit" || (how === undefined && fate < failures.exit)) return own.next();
  if (how === "hang" || fate < failures.exit + failures.hang) {
    group.hungStarts++;
    return Number.POSITIVE_INFINITY;
  }
  if (fate < failures.exit + failures.hang + failures.blackHole) {
    group.blackHoles++;
    replicas.hollow[row] = 1;
  }
  return LIVES;
}

const NONE = { exit: 0, hang: 0, blackHole: 0 };

/** How long after it first serves a replica dies, if it does. */
export function crashTime(plant: Plant, row: number): number | undefined {
  const { replicas, seed } = plant;
  const crash = plant.groups[replicas.groups[row]!]!.spec.failures?.crash;
  return crash && sampler(crash, stream(seed, `crash/${replicas.ids[row]}`)).next();
}

/** Whether any of its replicas can end without being asked to: what happened to them is measured then. */
export function mayFail({ faults = [] }: Scenario, group: GroupSpec): boolean {
  const mortal = (fault: FaultSpec) =>
    fault.kind === "nodeLoss" ||
    (fault.kind === "replicaCrash" && fault.group === group.name) ||
    (fault.kind === "startFailure" && fault.groups.includes(group.name));
  return group.failures !== undefined || group.health?.attempts !== undefined || faults.some(mortal);
}
