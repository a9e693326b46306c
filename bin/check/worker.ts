import { parentPort, workerData } from "node:worker_threads";
import { type Failure, failureOf } from "../run/failure.ts";
import { type Plan, prepare } from "./plan.ts";
import { searchHere } from "./search-here.ts";

/** What a worker is asked for: a stretch of the search, or to make a case smaller. */
export type Order =
  | { readonly explore: { readonly seed: number; readonly from: number; readonly count: number } }
  | { readonly shrink: { readonly property: string; readonly seed: number; readonly path: string } };

export type Answer = { readonly value: unknown } | { readonly failure: Failure };

const searcher = prepare(workerData as Plan).then((ready) => searchHere(ready));
parentPort?.on("message", (order: Order) => void carryOut(order));

async function carryOut(order: Order): Promise<void> {
  const tell = (answer: Answer) => parentPort?.postMessage(answer);
  try {
    const { explore, shrink } = await searcher;
    const value = "explore" in order ? await explore(order.explore) : await shrink(order.shrink.property, order.shrink);
    tell({ value });
  } catch (error) {
    tell({ failure: failureOf(error) });
  }
}
