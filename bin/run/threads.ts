import { Worker } from "node:worker_threads";
import type { Scenario } from "../../scenarios/index.ts";
import type { BoundJob, Crew, Job, PackedRun, Traces, Watch } from "../../sim/index.ts";
import { errorOf } from "./failure.ts";
import type { Answer, Material, Order } from "./worker.ts";

/**
 * This thread and up to `size` − 1 more, each with one thing at a time. The others start only when the work turns out to be worth it,
 * of which `planned` runs are known beforehand. `close` ends them, whatever they are doing.
 */
export function threads(
  { size, planned }: { readonly size: number; readonly planned: number },
  scenario: Scenario,
  traces: Traces,
  here: Crew,
): Crew & { close(): Promise<void> } {
  const material: Material = { scenario, traces: shared(traces) };
  const all: Worker[] = [];
  const idle: Worker[] = [];
  const waiting: ((place: Place) => void)[] = [];
  let isHereFree = true;
  /** Other threads that may be given something; none before it is worth it. */
  let othersFree = 0;
  let isAlone = true;
  let left = planned;
  /** Milliseconds that the shortest run took here; as long as none has ended, it may be any number of them. */
  let shortest = Number.POSITIVE_INFINITY;
  const patience = setTimeout(judge, PATIENCE);

  /** Lets the others take part, if they are worth their start. */
  function judge(): void {
    if (!isAlone || left * shortest < WORTH) return;
    isAlone = false;
    for (let other = 1; other < size; other++) release("elsewhere");
  }

  /** Here, or in another thread while this one is at work; no more at a time than there are threads. */
  async function onOne<Found>(within: () => Promise<Found>, elsewhere: () => Promise<Found>): Promise<Found> {
    const place = await freePlace();
    try {
      return await (place === "here" ? within() : elsewhere());
    } finally {
      release(place);
    }
  }

  async function freePlace(): Promise<Place> {
    if (isHereFree) {
      isHereFree = false;
      return "here";
    }
    if (othersFree > 0) {
      othersFree--;
      return "elsewhere";
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  function release(place: Place): void {
    const next = waiting.shift();
    if (next !== undefined) next(place);
    else if (place === "here") isHereFree = true;
    else othersFree++;
  }

  function run(job: Job, watch: Watch): Promise<PackedRun> {
    return onOne(
      () => runHere(job, watch),
      () => runThere(job, watch),
    );
  }

  async function runHere(job: Job, watch: Watch): Promise<PackedRun> {
    const begun = performance.now();
    const made = await here.run(job, watch);
    left--;
    shortest = Math.min(shortest, performance.now() - begun);
    judge();
    return made;
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
    clearTimeout(patience);
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

type Place = "here" | "elsewhere";

/** Milliseconds: a first run that has not ended by then is a long one. */
const PATIENCE = 1000;
/**
 * Milliseconds of runs to do, if all took as long as the first ones. Later they take a third of that, and another thread takes four
 * seconds of all cores until its code is as fast: six policies on ten seeds of a day are done as soon by one thread as by two.
 */
const WORTH = 10_000;

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
