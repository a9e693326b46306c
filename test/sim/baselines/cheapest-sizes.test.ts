import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { cheapestSizes, type PricedAxis } from "../../../sim/baselines/cheapest-sizes.ts";
import { type Counts, leastSizes } from "../../../sim/baselines/size-search.ts";

const axis = (name: string, price: number): PricedAxis => ({ name, least: 0, most: 30, guess: 3, price });

/** That a replica of `a` does the work of several of `b`. */
function worth(of: number, needed: number) {
  const tried = new Set<string>();
  const does = async (counts: Counts) => {
    tried.add(JSON.stringify(counts));
    return of * (counts.a ?? 0) + (counts.b ?? 0) >= needed;
  };
  return { does, tried };
}

const costOf = (axes: readonly PricedAxis[], counts: Counts | undefined) =>
  axes.reduce((sum, { name, price }) => sum + price * (counts?.[name] ?? Number.NaN), 0);

describe("the cheapest sizes", () => {
  test("are found where no group alone can be smaller, but one more of a good one saves several others", async () => {
    const axes = [axis("a", 3), axis("b", 1)];
    const { does } = worth(4, 16);
    expect(await leastSizes(axes, does)).toEqual({ a: 0, b: 16 });
    expect(await cheapestSizes(axes, does, does)).toEqual({ a: 4, b: 0 });
  });

  test("are the least ones where a trade would pay nothing", async () => {
    const axes = [axis("a", 4), axis("b", 1)];
    const { does } = worth(4, 16);
    expect(await cheapestSizes(axes, does, does)).toEqual({ a: 0, b: 16 });
    expect(await cheapestSizes([axis("a", 1), axis("b", 0)], does, does)).toEqual({ a: 0, b: 16 });
  });

  test.prop([fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 30 })])(
    "of two groups are within a replica of the best of all sizes, after few tries",
    async (of, price, needed) => {
      const axes = [axis("a", price), axis("b", 1)];
      const { does, tried } = worth(of, needed);
      const found = await cheapestSizes(axes, does, does);
      const all = Array.from({ length: 31 * 31 }, (_, at) => ({ a: at % 31, b: Math.floor(at / 31) }));
      const best = Math.min(...all.filter(({ a, b }) => of * a + b >= needed).map((one) => costOf(axes, one)));
      expect(found !== undefined && (await does(found))).toBe(true);
      expect(costOf(axes, found)).toBeLessThan(best + price);
      expect(tried.size).toBeLessThan(60);
    },
  );
});
