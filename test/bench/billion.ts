import { Worker } from "node:worker_threads";
import { type Bench, seconds } from "./bench.ts";

/** The autoscaled group for a billion tasks, half of them with each of two seeds: what two threads are good for. */
export const billion: Bench = {
  name: "billion",
  what: "autoscaled group, 10 to 500 replicas, in long runs",
  unit: "million tasks/s",
  tasks: 1_000_000_000,
  contenders: [
    { name: "two threads", run: (tasks) => threads([1, 2], tasks / 2) },
    { name: "one thread, half as many", run: (tasks) => threads([1], tasks / 2) },
  ],
  reference: "one thread, half as many",
};

/** Each seed in a thread of its own. */
async function threads(seeds: readonly number[], tasks: number): Promise<number> {
  let done = 0;
  const taken = await seconds(async () => {
    const counts = await Promise.all(seeds.map((seed) => completed(seed, tasks)));
    done = counts.reduce((sum, count) => sum + count, 0);
  });
  return done / taken / 1e6;
}

function completed(seed: number, tasks: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./billion-thread.js", import.meta.url), { workerData: { seed, tasks } });
    thread.on("message", resolve);
    thread.on("error", reject);
  });
}
