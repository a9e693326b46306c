import type { z } from "zod";

/**
 * A check of an object schema, for `superRefine`: one of its numbers must be below another, or with `orEqual` not above it. The
 * error points at the one that was written, of two at the first; a number that is null or missing is no bound.
 */
export function ordered<Name extends string>(lower: Name, upper: Name, { orEqual = false } = {}) {
  return (values: Readonly<Record<Name, number | null | undefined>>, context: z.core.$RefinementCtx): void => {
    const low = values[lower] ?? Number.NEGATIVE_INFINITY;
    const high = values[upper] ?? Number.POSITIVE_INFINITY;
    if (orEqual ? low <= high : low < high) return;
    const message = `expected ${orEqual ? "at most" : "less than"} "${upper}", which is ${high}`;
    const elsewhere = {
      name: upper,
      message: `expected ${orEqual ? "at least" : "more than"} "${lower}", which is ${low}`,
    };
    context.addIssue({ code: "custom", path: [lower], message, params: { elsewhere } });
  };
}
