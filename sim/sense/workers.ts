import type { Replica, Worker } from "../../policies/policy.ts";
import type { Plant } from "../plant/plant.ts";
import { type Dispatcher, offersOf, workerIds } from "../plant/push/dispatcher.ts";
import type { Readings } from "./feed.ts";
import type { GroupReading } from "./group-probe.ts";

/** By id: what the workers of these replicas hold and have not begun. The first of a worker's tasks is in service. */
export function heldBy({ ledger }: Dispatcher, rows: readonly number[]): ReadonlyMap<string, number> {
  const members = new Set(rows);
  const own = [...ledger.workers.values()].filter(({ row }) => members.has(row));
  return new Map(own.map(({ id, tasks }) => [id, Math.max(0, tasks.size - 1)]));
}

/** The scheduler knows at once who is connected, and what it offers; what a worker holds it is told. */
export function workersOf(
  plant: Plant,
  { ledger }: Dispatcher,
  groups: Readings<GroupReading> | undefined,
): Readonly<Record<string, Worker>> {
  return Object.fromEntries(
    [...ledger.workers.values()].map(({ id, row }) => {
      const { name } = plant.groupOf(row).spec;
      const offers = offersOf(plant, row);
      const waiting = groups?.[name]?.held?.get(id);
      return [id, { ...(offers !== undefined && { offers }), ...(waiting !== undefined && { waiting }) }];
    }),
  );
}

/** What the owner of a replica tells of it. Scaler's native adapter says nothing, its ECS adapter makes ids up. */
export function reported(plant: Plant, row: number): Pick<Replica, "workers" | "offers"> {
  const { reports } = plant.groupOf(row).spec;
  if (reports === "nothing") return { workers: [], offers: {} };
  const offers = plant.replicas.offers[row];
  const ids = workerIds(plant, row);
  const workers = reports === "other-workers" ? ids.map((id) => `${id}/reported`) : ids;
  return { workers, ...(offers !== undefined && { offers }) };
}
