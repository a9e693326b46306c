import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Scenario } from "../../scenarios/index.ts";
import type { Crew, Job, Run, Traces, Watch } from "../../sim/index.ts";
import { errorOf } from "./failure.ts";
import type { Answer, Material, Order } from "./worker.ts";

/**
 * This thread and up to `size` − 1 more, each with a run at a time. The others start only when the work turns out to be worth it.
 * `close` ends them, whatever they are doing.
 */
export function threads(
  size: number,
  scenario: Scenario,
  traces: Traces,
  here: Crew,
): Crew & { close(): Promise<void> } {
  const material: Material = { scenario, traces: shared(traces) };
  const all: Worker[] = [];
  const idle: Worker[] = [];
  const patience = setTimeout(PATIENCE);
  let busyHere = false;

  async function run(job: Job, watch: Watch): Promise<Run> {
    if (busyHere) await patience;
    if (busyHere) return runThere(job, watch);
    busyHere = true;
    try {
      return await here.run(job, watch);
    } finally {
      busyHere = false;
    }
  }

  function start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: material,
    });
    all.push(worker);
    return worker;
  }

  async function runThere(job: Job, { journal, onPart, signal }: Watch): Promise<Run> {
    const worker = idle.pop() ?? start();
    const over = new AbortController();
    const { signal: ended } = over;
    try {
      return await new Promise<Run>((resolve, reject) => {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", () => reject(signal.reason), { signal: ended });
        listen(worker, ended, reject, (answer) => {
          if ("failure" in answer) return reject(errorOf(answer.failure));
          for (const line of answer.lines) journal?.(line);
          if ("part" in answer) onPart(answer.part);
          else resolve(answer.run);
        });
        worker.postMessage({ ...job, journal: journal !== undefined } satisfies Order);
      });
    } finally {
      over.abort();
      idle.push(worker);
    }
  }

  async function close(): Promise<void> {
    await Promise.all(all.map((worker) => worker.terminate()));
  }

  return { size, run, close };
}

function listen(
  worker: Worker,
  ended: AbortSignal,
  onError: (error: Error) => void,
  onAnswer: (answer: Answer) => void,
): void {
  worker.on("error", onError);
  worker.on("message", onAnswer);
  ended.addEventListener("abort", () => {
    worker.off("error", onError);
    worker.off("message", onAnswer);
  });
}

/** Milliseconds: about what it takes to start a thread. */
const PATIENCE = 300;

/** The same with columns that all threads read in one place. */
function shared<Value>(value: Value): Value {
  if (value instanceof Float64Array) {
    const column = new Float64Array(new SharedArrayBuffer(value.byteLength));
    column.set(value);
    return column as Value;
  }
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, shared(each)])) as Value;
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shared(each)])) as Value;
}
