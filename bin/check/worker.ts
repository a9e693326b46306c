import { parentPort, workerData } from "node:worker_threads";
import type { Start, Stretch } from "../../sim/check/index.ts";
import { type Failure, failureOf } from "../run/failure.ts";
import { type Plan, prepare } from "./plan.ts";
import { searchHere, type Until } from "./search-here.ts";

/** What a worker is asked for: a stretch of the search, or to make a case smaller; or to come to an end with either. */
export type Order =
  | { readonly explore: Pick<Stretch, "seed" | "from" | "count"> }
  | { readonly shrink: Start & { readonly property: string } }
  | "halt";

/** What a worker is started with. */
export interface Work {
  readonly plan: Plan;
  readonly until: Until;
}

export type Answer = { readonly value: unknown } | { readonly failure: Failure };

const { plan, until } = workerData as Work;
const halt = new AbortController();
const searcher = prepare(plan).then((ready) => searchHere(ready, until, halt.signal));
parentPort?.on("message", (order: Order) => {
  if (order === "halt") halt.abort();
  else void carryOut(order);
});

async function carryOut(order: Exclude<Order, "halt">): Promise<void> {
  const tell = (answer: Answer) => parentPort?.postMessage(answer);
  try {
    const { explore, shrink } = await searcher;
    const value = "explore" in order ? await explore(order.explore) : await shrink(order.shrink.property, order.shrink);
    tell({ value });
  } catch (error) {
    tell({ failure: failureOf(error) });
  }
}
