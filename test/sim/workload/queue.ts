import type { Work } from "./sources.ts";

/** First come, first served by `servers` equal servers, worked out apart from the simulator: each task takes the server free first. */
export function fcfs({ arrivals, demands }: Work, servers: number) {
  const free = new Float64Array(servers);
  const waits = new Float64Array(arrivals.length);
  let makespan = 0;
  for (const [task, arrival] of arrivals.entries()) {
    let earliest = 0;
    for (let server = 1; server < servers; server += 1) {
      if ((free[server] as number) < (free[earliest] as number)) earliest = server;
    }
    const start = Math.max(arrival, free[earliest] as number);
    waits[task] = start - arrival;
    free[earliest] = start + (demands[task] as number);
    makespan = Math.max(makespan, free[earliest] as number);
  }
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  const waited = waits.filter((wait) => wait > 0).length;
  waits.sort();
  return {
    mean,
    p95: percentile(waits, 0.95),
    p99: percentile(waits, 0.99),
    max: waits.at(-1) as number,
    waited,
    makespan,
  };
}

/** Linear between the two nearest of the sorted values. */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (place - Math.floor(place)) * (above - below);
}
