import type { JournalRecord } from "../../policies/index.ts";
import type { GroupState } from "./group.ts";
import { inHand } from "./interrupt.ts";
import type { Plant } from "./plant.ts";
import { DRAINING, IDLE } from "./replicas.ts";

/** Whoever judges a run: is told what happens to replicas and counts, as it happens, and of every decision. Changes nothing. */
export type Witness = (event: PlantEvent) => void;

/** `time`: seconds into the run. `replica`: its id. */
export type PlantEvent =
  /** A group's desired count has changed, whoever asked for it. */
  | {
      readonly kind: "scaled";
      readonly time: number;
      readonly group: string;
      readonly from: number;
      readonly to: number;
    }
  /** A replica was asked for; `fits`: there was room for it at once. */
  | {
      readonly kind: "started";
      readonly time: number;
      readonly group: string;
      readonly replica: string;
      readonly fits: boolean;
    }
  | { readonly kind: "ready"; readonly time: number; readonly replica: string }
  /** These were told to go; `idleKept`: how many that stay have nothing to do. */
  | {
      readonly kind: "released";
      readonly time: number;
      readonly group: string;
      readonly replicas: readonly { readonly id: string; readonly tasks: number }[];
      readonly idleKept: number;
    }
  /** Its grace time was over before its work was done. */
  | { readonly kind: "killed"; readonly time: number; readonly replica: string; readonly tasks: number }
  /** It ended without being asked to. */
  | { readonly kind: "failed"; readonly time: number; readonly replica: string }
  | { readonly kind: "gone"; readonly time: number; readonly replica: string; readonly served: number }
  /** A controller has decided, and what it asked for has been done. */
  | {
      readonly kind: "decided";
      readonly time: number;
      readonly controller: string;
      readonly record: JournalRecord;
      readonly queues: readonly QueueTotals[];
    };

/** What there was of a queue, all its classes together. */
export interface QueueTotals {
  readonly name: string;
  readonly arrived: number;
  readonly completed: number;
  readonly waiting: number;
  readonly inService: number;
}

export function queueTotals({ lines }: Plant): QueueTotals[] {
  return [...lines].map(([name, own]) => {
    const totals = { name, arrived: 0, completed: 0, waiting: 0, inService: 0 };
    for (const line of own) {
      totals.arrived += line.arrived;
      totals.completed += line.completed;
      totals.waiting += line.waiting.value + line.held.value;
      totals.inService += line.inService.value;
    }
    return totals;
  });
}

/** About to be told to go. */
export function released(plant: Plant, group: GroupState, rows: readonly number[]): PlantEvent {
  const { phases, ids } = plant.replicas;
  const kept = group.members.filter((row) => phases[row] !== DRAINING && !rows.includes(row));
  return {
    kind: "released",
    time: plant.now,
    group: group.spec.name,
    replicas: rows.map((row) => ({ id: ids[row]!, tasks: inHand(plant, row) })),
    idleKept: kept.filter((row) => phases[row] === IDLE && inHand(plant, row) === 0).length,
  };
}
