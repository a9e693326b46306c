import { parentPort, workerData } from "node:worker_threads";
import type { Scenario } from "../../scenarios/index.ts";
import { alone, type BoundJob, type Job, type PackedRun, type Traces } from "../../sim/index.ts";
import { candidatesOf } from "./candidates.ts";
import { type Failure, failureOf } from "./failure.ts";

/** What every worker is given once. */
export interface Material {
  readonly scenario: Scenario;
  readonly traces: Traces;
}

/** What it is asked for, one after the other. */
export type Order =
  | { readonly job: Job; readonly journal: boolean; readonly detail: boolean }
  | { readonly bound: BoundJob };

/** What it answers: how far it is with lines of the journal, in the end the run or the bounds, or why there are none. */
export type Answer =
  | { readonly part: number; readonly lines: readonly string[] }
  | { readonly run: PackedRun; readonly lines: readonly string[] }
  | { readonly bounds: readonly number[] }
  | { readonly failure: Failure };

const { scenario, traces } = workerData as Material;
const crew = candidatesOf(scenario).then((candidates) => alone(scenario, candidates, traces));
parentPort?.on("message", (order: Order) => void carryOut(order));

async function carryOut(order: Order): Promise<void> {
  try {
    if ("bound" in order) tell({ bounds: await (await crew).bound(order.bound) });
    else await make(order);
  } catch (error) {
    tell({ failure: failureOf(error) });
  }
}

async function make({ job, journal, detail }: Extract<Order, { job: Job }>): Promise<void> {
  let lines: string[] = [];
  const onPart = (part: number) => {
    tell({ part, lines });
    lines = [];
  };
  const run = await (await crew).run(job, { onPart, detail, ...(journal && { journal: (line) => lines.push(line) }) });
  tell({ run, lines }, run.detail && [run.detail.buffer]);
}

function tell(answer: Answer, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, moved);
}
