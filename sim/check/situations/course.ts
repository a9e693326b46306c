import { fc } from "../fast-check.ts";
import { recoveryTime } from "../steady.ts";
import type { Trouble } from "./faults.ts";
import { mostly } from "./round.ts";
import type { Segment } from "./segments.ts";

/** Now and then one even stretch: only then can be judged whether a loop comes to rest, and whether it recovers from a fault. */
export const steady = mostly(1, false, fc.constant(true));

interface Course {
  readonly segments: readonly Segment[];
  readonly troubles: readonly Trouble[];
  /** Most units of length in all. */
  readonly most: number;
}

/**
 * The work of a run and what comes between. A steady one has even work from begin to end, and one fault at most: that leaves capacity
 * and time to recover with. `unit` and `loop` are seconds.
 */
export function courseOf(
  { steady, segments, troubles }: Pick<Course, "segments" | "troubles"> & { readonly steady: boolean },
  { unit, loop }: { readonly unit: number; readonly loop: number },
): Course {
  const [first] = segments;
  if (!steady || first === undefined) return { segments, troubles, most: UNITS };
  const [trouble] = troubles;
  const level = trouble === undefined ? first.level : Math.min(first.level, 0.25);
  const length = trouble === undefined ? 8 * loop : 4 * recoveryTime(loop);
  return {
    segments: [{ ...first, level, shape: "even", length: Number.POSITIVE_INFINITY }],
    troubles: trouble === undefined ? [] : [{ ...trouble, at: Math.min(0.5, Math.max(0.25, trouble.at)) }],
    most: Math.max(UNITS, Math.ceil(length / unit)),
  };
}

/** A run has so many units of length, unless a steady one needs more. */
export const UNITS = 12;
