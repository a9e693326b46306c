import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes `requests.csv`: two hours of made-up requests to a language model, in the format of the Azure LLM inference traces.
 * Nothing in it was measured. Arrivals are Poisson with a rate that swells and ebbs and doubles in two bursts; token counts
 * are lognormal. The same rows come out every time.
 */
export function generateRequests(): string {
  const random = uniform(20_260_112);
  const rows = ["TIMESTAMP,ContextTokens,GeneratedTokens"];
  let time = 0;
  for (;;) {
    time += -Math.log(1 - random()) / PEAK_RATE;
    if (time >= LENGTH) return `${rows.join("\n")}\n`;
    // Thinning: candidates come at the peak rate and are kept with the probability that gives the rate of the moment.
    if (random() * PEAK_RATE >= rateAt(time)) continue;
    const context = tokens(random, 900, 0.8, 8000);
    const generated = tokens(random, 160, 0.7, 1000);
    rows.push(`${stamp(time)},${context},${generated}`);
  }
}

/** Lehmer's generator with the multiplier of Park and Miller: every product is a whole number below 2^53. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const LENGTH = 7200;
const PEAK_RATE = 0.8;
/** Seconds at which the rate doubles, and when it is over. */
const BURSTS = [
  [2400, 3000],
  [5100, 5400],
] as const;

/** Requests a second. */
function rateAt(time: number): number {
  const swell = 0.25 + 0.1 * Math.sin((2 * Math.PI * time) / LENGTH);
  return BURSTS.some(([from, until]) => time >= from && time < until) ? 2 * swell : swell;
}

/** A lognormal number of tokens around a median. */
function tokens(random: () => number, median: number, sigma: number, most: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(most, Math.max(1, Math.round(median * Math.exp(sigma * normal))));
}

/** Wall-clock time without zone and with seven digits, as in the traces whose format this is. */
function stamp(time: number): string {
  const instant = new Date(Date.UTC(2026, 0, 12, 9) + Math.floor(time * 1000)).toISOString();
  return `${instant.slice(0, 10)} ${instant.slice(11, 23)}0000`;
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(import.meta.dirname, "requests.csv"), generateRequests());
