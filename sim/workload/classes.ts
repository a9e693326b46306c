import type { ClassSpec, SourceSpec } from "../../scenarios/scenario.ts";
import { type Sampler, sampler } from "../random/sampler.ts";
import { type Stream, stream } from "../random/stream.ts";
import type { Source } from "./source.ts";

/**
 * The same arrivals, each of a class: the one that the source has written, or else drawn by the shares. Arrivals and demands are
 * those of the source without classes, so a class with demands of its own changes no other task.
 */
export function classed(source: Source, { name, classes }: SourceSpec, seed: number): Source {
  if (classes === undefined) return source;
  const byShare = classes.some(({ share }) => share !== undefined);
  const chance = stream(seed, `class/${name}`);
  const demand = classDemands(classes, (kind) => stream(seed, `service/${name}/${kind.name}`));
  return {
    ...source,
    classes: classes.map((kind) => kind.name),
    fill(arrivals, demands, kinds = new Uint8Array(arrivals.length)) {
      const count = source.fill(arrivals, demands, kinds);
      for (let index = 0; index < count; index++) {
        if (byShare) kinds[index] = classAt(classes, chance.next());
        demands[index] = demand(kinds[index] as number, demands[index] as number);
      }
      return count;
    },
  };
}

/** The number, counted from 1, of the class that this part of all tasks belongs to; 0: none. */
export function classAt(classes: readonly ClassSpec[], part: number): number {
  let left = part;
  for (const [index, { share = 0 }] of classes.entries()) {
    left -= share;
    if (left < 0) return index + 1;
  }
  return 0;
}

/** What a task of a class takes, given its number and what the source says. */
export function classDemands(
  classes: readonly ClassSpec[],
  streamOf: (kind: ClassSpec) => Stream,
): (kind: number, demand: number) => number {
  const samplers: (Sampler | undefined)[] = classes.map(
    (kind) => kind.service && sampler(kind.service, streamOf(kind)),
  );
  return (kind, demand) => samplers[kind - 1]?.next() ?? demand * (classes[kind - 1]?.scale ?? 1);
}

/** The number of the class of each row, by the values of its class column. */
export function classesOfRows(classes: readonly ClassSpec[], column: readonly string[] = []): Uint8Array {
  const numbers = new Map(
    classes.flatMap(({ values = [] }, index) => values.map((value) => [value, index + 1] as const)),
  );
  return Uint8Array.from(column, (value) => numbers.get(value) ?? 0);
}
