import { Worker } from "node:worker_threads";
import type { Searcher } from "../../sim/check/index.ts";
import { errorOf } from "../run/failure.ts";
import type { Answer, Order, Work } from "./worker.ts";

/** This thread and `size` − 1 more, which come to an end when `halt` is aborted. `close` ends them, whatever they are doing. */
export function searchOn(
  size: number,
  work: Work,
  here: Searcher,
  halt: AbortSignal,
): Searcher & { close(): Promise<void> } {
  const workers: Worker[] = [];
  const idle: Worker[] = [];
  let busyHere = false;

  /** Whoever has nothing to do; a thread is started when there is none. */
  async function give<Value>(order: Order, own: () => Promise<Value>): Promise<Value> {
    if (!busyHere) {
      busyHere = true;
      try {
        return await own();
      } finally {
        busyHere = false;
      }
    }
    const worker = idle.pop() ?? start();
    const answer = await asked(worker, order);
    idle.push(worker);
    if ("failure" in answer) throw errorOf(answer.failure);
    return answer.value as Value;
  }

  function start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: work });
    workers.push(worker);
    halt.addEventListener("abort", () => worker.postMessage("halt" satisfies Order));
    return worker;
  }

  return {
    size,
    explore: (stretch) => give({ explore: stretch }, () => here.explore(stretch)),
    shrink: (property, start) => give({ shrink: { property, ...start } }, () => here.shrink(property, start)),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function asked(worker: Worker, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (answer: Answer) => {
      worker.off("error", reject);
      resolve(answer);
    };
    worker.once("message", settle);
    worker.once("error", reject);
    worker.postMessage(order);
  });
}
