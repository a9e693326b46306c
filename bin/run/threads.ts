import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Scenario } from "../../scenarios/index.ts";
import type { BoundJob, Crew, Job, PackedRun, Traces, Watch } from "../../sim/index.ts";
import { errorOf } from "./failure.ts";
import type { Answer, Material, Order } from "./worker.ts";

/**
 * This thread and up to `size` − 1 more, each with one thing at a time. The others start only when the work turns out to be worth it.
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
  let free = size;
  const waiting: (() => void)[] = [];

  /** Here, or in another thread while this one is at work; no more at a time than there are threads. */
  async function onOne<Found>(within: () => Promise<Found>, elsewhere: () => Promise<Found>): Promise<Found> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      if (busyHere) await patience;
      if (busyHere) return await elsewhere();
      busyHere = true;
      try {
        return await within();
      } finally {
        busyHere = false;
      }
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  }

  function run(job: Job, watch: Watch): Promise<PackedRun> {
    return onOne(
      () => here.run(job, watch),
      () => runThere(job, watch),
    );
  }

  function bound(job: BoundJob, signal?: AbortSignal): Promise<readonly number[]> {
    const boundsOf = (answer: Answer) => ("bounds" in answer ? answer.bounds : undefined);
    return onOne(
      () => here.bound(job, signal),
      () => ask({ bound: job }, signal, boundsOf),
    );
  }

  function start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: material,
    });
    all.push(worker);
    return worker;
  }

  function runThere(job: Job, { journal, detail, onPart, signal }: Watch): Promise<PackedRun> {
    return ask({ job, journal: journal !== undefined, detail }, signal, (answer) => {
      if ("lines" in answer) for (const line of answer.lines) journal?.(line);
      if ("part" in answer) onPart(answer.part);
      return "run" in answer ? answer.run : undefined;
    });
  }

  /** Until there is something in an answer. */
  async function ask<Found>(
    order: Order,
    signal: AbortSignal | undefined,
    foundIn: (answer: Answer) => Found | undefined,
  ): Promise<Found> {
    const worker = idle.pop() ?? start();
    const over = new AbortController();
    const { signal: ended } = over;
    try {
      return await new Promise<Found>((resolve, reject) => {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", () => reject(signal.reason), { signal: ended });
        listen(worker, ended, reject, (answer) => {
          if ("failure" in answer) return reject(errorOf(answer.failure));
          const found = foundIn(answer);
          if (found !== undefined) resolve(found);
        });
        worker.postMessage(order);
      });
    } finally {
      over.abort();
      idle.push(worker);
    }
  }

  async function close(): Promise<void> {
    await Promise.all(all.map((worker) => worker.terminate()));
  }

  return { size, run, bound, close };
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
