import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Covered } from "../sim/coverage.ts";
import type { Model } from "../sim/models.ts";
import { type Part, partsOf, type Row, rowsOf } from "./rows.ts";

/**
 * Makes the rows of these models, with their numbers, in as many processes as there are cores; each takes the next repetitions that are
 * left. They run what is built: where sources are read as they are, every function made in passing is given its name anew, a tenth of the
 * time.
 */
export async function inParts(chosen: readonly [number, Model][], onRow: (row: Row) => void): Promise<void> {
  const all = chosen.flatMap(([number, model]) => workOf(number, model, onRow));
  const left = all.values();

  async function make(child: ChildProcess): Promise<void> {
    for (const { part, take } of left) {
      child.send(part);
      const [covered] = (await once(child, "message")) as [Covered[]];
      take(covered);
    }
    child.disconnect();
  }
  const size = Math.min(availableParallelism(), all.length);
  await Promise.all(Array.from({ length: size }, () => make(fork(PART, { execArgv: [] }))));
}

const PART = new URL("../../dist/test/proof/part.js", import.meta.url);

interface Work {
  readonly part: Part;
  take(covered: readonly Covered[]): void;
}

/** All parts of a model; whichever is done last makes its rows. */
function workOf(number: number, model: Model, onRow: (row: Row) => void): Work[] {
  const parts = partsOf(number);
  const made = new Map<number, readonly Covered[]>();
  return parts.map((part) => ({
    part,
    take(covered) {
      made.set(part.first, covered);
      process.stderr.write(`${model.name}: ${made.size} of ${parts.length} parts\n`);
      if (made.size === parts.length)
        rowsOf(
          model,
          parts.map(({ first }) => made.get(first) ?? []),
        ).forEach(onRow);
    },
  }));
}
