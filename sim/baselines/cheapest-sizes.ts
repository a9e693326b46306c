import { type Axis, type Counts, leastSizes } from "./size-search.ts";

/** A group whose size is looked for, and what a replica of it costs. */
export interface PricedAxis extends Axis {
  readonly price: number;
}

type Judge = (counts: Counts) => Promise<boolean>;

/**
 * The least sizes that will do, made cheaper by trades as long as there are some: a few more of one group for so many fewer of another
 * that it pays, after which each is made as small as it can be then. `likely` says with less work nearly what `does` says. Not all sizes
 * are tried, so others may be cheaper still. Undefined if the largest do not do.
 */
export async function cheapestSizes(
  axes: readonly PricedAxis[],
  likely: Judge,
  does: Judge,
): Promise<Counts | undefined> {
  const near = await leastSizes(axes, likely);
  let counts = await leastSizes(axes, does, near);
  for (let made = 0; counts !== undefined && made < MOST_TRADES; made++) {
    const cheaper = await trade(axes, counts, likely, does);
    if (cheaper === undefined) break;
    counts = await leastSizes(axes, does, cheaper);
  }
  return counts;
}

/** One that does. Larger is taken to be better, so what is covered by one that failed is not tried. */
async function trade(
  axes: readonly PricedAxis[],
  counts: Counts,
  likely: Judge,
  does: Judge,
): Promise<Counts | undefined> {
  const failed: Counts[] = [];
  for (const other of trades(axes, counts)) {
    if (failed.some((larger) => axes.every(({ name }) => larger[name]! >= other[name]!))) continue;
    if ((await likely(other)) && (await does(other))) return other;
    failed.push(other);
  }
  return undefined;
}

/** For each pair of groups some more of one, and of the other as many fewer as make it cheaper. None for fewer that cost nothing. */
function* trades(axes: readonly PricedAxis[], counts: Counts): Generator<Counts> {
  for (const more of MORE) {
    for (const up of axes) {
      for (const down of axes) {
        const fewer = Math.floor((more * up.price) / down.price) + 1;
        const [raised, lowered] = [counts[up.name]! + more, counts[down.name]! - fewer];
        if (up !== down && raised <= up.most && lowered >= down.least)
          yield { ...counts, [up.name]: raised, [down.name]: lowered };
      }
    }
  }
}

/** Replicas more of a group, the most first: where they cost nothing and do not help, fewer do not either. */
const MORE = [4, 2, 1] as const;
const MOST_TRADES = 8;
