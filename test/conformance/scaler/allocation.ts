import { z } from "zod";
import { capability } from "../../../sim/plant/push/capability.ts";
import { evenLoad } from "../../../sim/plant/push/even-load.ts";
import { Ledger } from "../../../sim/plant/push/ledger.ts";
import type { Comparison, Vector } from "../family.ts";

const names = z.record(z.string(), z.number()).nullable();
const operation = z.union([
  z.tuple([z.literal("add"), z.string(), names, z.int()]),
  z.tuple([z.literal("assign"), z.string(), names]),
  z.tuple([z.literal("has"), names]),
  z.tuple([z.literal("remove_task"), z.string()]),
  z.tuple([z.literal("remove_worker"), z.string()]),
  z.tuple([z.literal("balance")]),
]);
const allocation = z.object({
  policy: z.enum(["even_load", "capability"]),
  ops: z.array(operation).min(1),
  expected: z.array(z.unknown()),
});

/** Workers and tasks coming and going, and what each operation answers. */
export function checkAllocation(vector: Vector): Comparison {
  const { policy, ops, expected } = allocation.parse(vector);
  const { step } = allocate(policy);
  return { expected, actual: ops.map(step) };
}

export type Operation = z.output<typeof operation>;

/** A ledger driven by operations; tasks have numbers in it. */
export function allocate(policy: "even_load" | "capability") {
  const ledger = new Ledger(policy === "capability" ? capability : evenLoad);
  const tasks: string[] = [];
  const needs = new Map<number, readonly string[]>();

  function numberOf(task: string): number {
    if (!tasks.includes(task)) tasks.push(task);
    return tasks.indexOf(task);
  }

  function step(operation: Operation): unknown {
    switch (operation[0]) {
      case "add":
        return ledger.add(operation[1], 0, new Set(Object.keys(operation[2] ?? {})), operation[3]) !== undefined;
      case "assign": {
        const task = numberOf(operation[1]);
        needs.set(task, Object.keys(operation[2] ?? {}));
        return ledger.assign(task, needs.get(task) ?? [])?.id ?? "";
      }
      case "has":
        return ledger.choose(Object.keys(operation[1] ?? {})) !== undefined;
      case "remove_task":
        return ledger.release(numberOf(operation[1]))?.id ?? "";
      case "remove_worker":
        return ledger.remove(operation[1]).map((task) => tasks[task]);
      default: {
        const advice = ledger.balance((task) => needs.get(task) ?? []);
        return Object.fromEntries([...advice].map(([{ id }, moved]) => [id, moved.map((task) => tasks[task])]));
      }
    }
  }

  return { ledger, step };
}
