/** Replicas of each group. */
export type Counts = Readonly<Record<string, number>>;

/** A group whose size is looked for, and where to begin. */
export interface Axis {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly guess: number;
}

/**
 * The least sizes that will do, group by group in the order given: each as small as it can be while those before it are already
 * small and those after it large, again until nothing changes. Larger is taken to be better, so a size is found by doubling steps
 * and halving; that one less does not do has been tried in the end. More of one group for less of another is not tried. The search begins near sizes that are given, or else from the largest. Undefined if these do not do.
 */
export async function leastSizes(
  axes: readonly Axis[],
  does: (counts: Counts) => Promise<boolean>,
  near?: Counts,
): Promise<Counts | undefined> {
  let counts = await enough(axes, does, near);
  for (let round = 0; counts !== undefined && round < ROUNDS; round++) {
    const before: Counts = counts;
    for (const axis of axes) {
      const sizes: Counts = counts;
      const most = sizes[axis.name]!;
      const guess = round === 0 && near === undefined ? axis.guess : most - 1;
      const found = await leastSize({ ...axis, most, guess }, (count) => does({ ...sizes, [axis.name]: count }));
      counts = { ...sizes, [axis.name]: found };
    }
    const after: Counts = counts;
    if (axes.every(({ name }) => after[name] === before[name])) break;
  }
  return counts;
}

/** Sizes that do: those given, with as little on top of all of them as it takes; or the largest. */
async function enough(
  axes: readonly Axis[],
  does: (counts: Counts) => Promise<boolean>,
  near?: Counts,
): Promise<Counts | undefined> {
  for (let more = 0; ; more = 2 * more + 1) {
    const counts = Object.fromEntries(
      axes.map(({ name, most }) => [name, Math.min(most, (near?.[name] ?? most) + more)] as const),
    );
    if (await does(counts)) return counts;
    if (axes.every(({ name, most }) => counts[name] === most)) return undefined;
  }
}

/** The least that does, near the guess if it is good; the most is known to do. */
async function leastSize({ least, most, guess }: Axis, does: (count: number) => Promise<boolean>): Promise<number> {
  let fails = least - 1;
  let enough = most;
  const first = Math.min(most - 1, Math.max(least, guess));
  for (let step = 1, next = first; next > fails && next < enough; step *= 2) {
    const did = await does(next);
    if (did) enough = next;
    else fails = next;
    // Away from the guess until the answer lies between; from there on by halves.
    if (fails >= least && enough < most) break;
    next = did ? Math.max(least, next - step) : Math.min(most, next + step);
  }
  while (enough - fails > 1) {
    const middle = (enough + fails) >> 1;
    if (await does(middle)) enough = middle;
    else fails = middle;
  }
  return enough;
}

/** The first finds the sizes, the second makes sure. */
const ROUNDS = 3;
