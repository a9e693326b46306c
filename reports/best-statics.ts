import type { BestStatic, Result } from "../sim/result.ts";

/** A fixed size beside the policies. */
export interface FixedSize extends Omit<BestStatic, "label"> {
  readonly label: string;
}

/**
 * The best fixed sizes that were found with the runs shown: one, or of each result that is compared its own, and those that are the
 * same once. One that was found with other runs has no place beside the policies.
 */
export function bestStatics({ bestStatic, ofEach }: Result): readonly FixedSize[] {
  if (ofEach === undefined) return bestStatic === undefined ? [] : [bestStatic];
  const sizes = new Map<string, { size: BestStatic; names: string[] }>();
  for (const { name, bestStatic: size, otherRuns } of ofEach) {
    if (size === undefined || otherRuns !== undefined) continue;
    const same = JSON.stringify([size.counts, size.summary]);
    const known = sizes.get(same);
    if (known === undefined) sizes.set(same, { size, names: [name] });
    else known.names.push(name);
  }
  return [...sizes.values()].map(({ size, names }) =>
    names.length === ofEach.length ? size : { ...size, label: `${size.label} (${names.join(", ")})` },
  );
}
