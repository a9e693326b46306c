import { parentPort, workerData } from "node:worker_threads";
import { simulate } from "../../bin/index.ts";
import { daily, follow, RATE } from "./autoscaled.ts";

const { seed, tasks } = workerData as { readonly seed: number; readonly tasks: number };
const { measures, detail } = simulate(daily(tasks / RATE), follow, { seed, traces: new Map() });
// All there is to know of a run, or it would not count.
if (measures.tasks.wait?.p99 === undefined || measures.cost === undefined || detail.series.time.length === 0)
  throw new Error("a run without quantiles, cost or series");
parentPort?.postMessage(measures.tasks.completed);
