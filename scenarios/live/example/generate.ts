import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes `arrivals.csv`: tasks of two and a half minutes, with a burst in them. Arrivals are Poisson at a rate that is six times as high
 * in the burst; service times are uniform. The same rows come out every time.
 */
export function generateArrivals(): string {
  const random = uniform(SEED);
  const rows = ["arrival,service"];
  let begin: number | undefined;
  for (let time = 0; time < LENGTH; ) {
    // Before the end of a step the next gap may reach into the next step: at most one arrival is late.
    time += -Math.log(1 - random()) / rateAt(time);
    begin ??= time;
    const service = 1 + 2 * random();
    rows.push(`${(time - begin).toFixed(3)},${service.toFixed(3)}`);
  }
  return `${rows.join("\n")}\n`;
}

const LENGTH = 150;
/**
 * Not the first that came: with this one no decision hangs on less than 0.4 s. With most others one does, and then two real runs can part
 * for good.
 */
const SEED = 20_261_119;

/** Tasks a second. */
function rateAt(time: number): number {
  return time >= 20 && time < 60 ? 4 : 0.3;
}

/** Lehmer's generator with the multiplier of Park and Miller: every product is a whole number below 2^53. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(import.meta.dirname, "arrivals.csv"), generateArrivals());
