import { execFileSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { benches } from "./benches.ts";

/** One figure, and the most memory that the process had meanwhile, in bytes. */
interface Sample {
  readonly figure: number;
  readonly memory: number;
}

export interface Figures {
  readonly bench: string;
  readonly what: string;
  readonly unit: string;
  readonly contender: string;
  readonly tasks: number;
  /** Medians over the rounds. */
  readonly figure: number;
  /** To the reference in the same round: above 1 is better than it. */
  readonly ratio: number;
  readonly memory: number;
}

/**
 * Measures the contenders of a bench in turn, round after round, so that whatever slows the machine down meets them all; each time
 * in a process of its own, because what V8 has learned from one would slow down the others.
 */
export function measure(bench: Bench, rounds: number, tasks: number): Figures[] {
  const samples = bench.contenders.map((): Sample[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name }] of bench.contenders.entries()) samples[index]!.push(sample(bench.name, name, tasks));
  }
  const reference = samples[bench.contenders.findIndex(({ name }) => name === bench.reference)]!;
  const lessIsBetter = bench.unit === "ns" || bench.unit === "ms";
  return bench.contenders.map(({ name }, index) => {
    const own = samples[index]!;
    const ratios = own.map(({ figure }, round) => figure / reference[round]!.figure);
    return {
      bench: bench.name,
      what: bench.what,
      unit: bench.unit,
      contender: name,
      tasks,
      figure: median(own.map(({ figure }) => figure)),
      ratio: lessIsBetter ? 1 / median(ratios) : median(ratios),
      memory: median(own.map(({ memory }) => memory)),
    };
  });
}

function sample(bench: string, contender: string, tasks: number): Sample {
  const self = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [self, bench, contender, String(tasks)], { encoding: "utf8" }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

// As a process of its own: one sample.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [bench, contender, tasks] = process.argv.slice(2);
  const found = benches.find(({ name }) => name === bench)?.contenders.find(({ name }) => name === contender);
  if (found === undefined) throw new Error(`no bench "${bench}" with a contender "${contender}"`);
  // V8 still compiles some of what all benches together have loaded, beside whoever begins at once.
  await setTimeout(300);
  const figure = await found.run(Number(tasks));
  const result: Sample = { figure, memory: process.resourceUsage().maxRSS * 1024 };
  process.stdout.write(JSON.stringify(result));
}
