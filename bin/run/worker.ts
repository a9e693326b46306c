import { parentPort, workerData } from "node:worker_threads";
import type { Scenario } from "../../scenarios/index.ts";
import { alone, type Job, type Run, type Traces } from "../../sim/index.ts";
import { candidatesOf } from "./candidates.ts";
import { type Failure, failureOf } from "./failure.ts";

/** What every worker is given once. */
export interface Material {
  readonly scenario: Scenario;
  readonly traces: Traces;
}

/** What it is asked for, run after run. */
export interface Order extends Job {
  readonly journal: boolean;
}

/** What it answers: how far it is with lines of the journal, in the end the run or why there is none. */
export type Answer =
  | { readonly part: number; readonly lines: readonly string[] }
  | { readonly run: Run; readonly lines: readonly string[] }
  | { readonly failure: Failure };

const { scenario, traces } = workerData as Material;
const crew = candidatesOf(scenario).then((candidates) => alone(scenario, candidates, traces));
parentPort?.on("message", (order: Order) => void carryOut(order));

async function carryOut({ journal, ...job }: Order): Promise<void> {
  let lines: string[] = [];
  const tell = (answer: Answer) => parentPort?.postMessage(answer);
  const onPart = (part: number) => {
    tell({ part, lines });
    lines = [];
  };
  try {
    const run = await (await crew).run(job, { onPart, ...(journal && { journal: (line) => lines.push(line) }) });
    tell({ run, lines });
  } catch (error) {
    tell({ failure: failureOf(error) });
  }
}
