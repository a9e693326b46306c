import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { type Axis, type Counts, leastSizes } from "../../../sim/baselines/size-search.ts";

const axis = (name: string, most: number, guess: number, least = 0): Axis => ({ name, least, most, guess });

describe("the least sizes", () => {
  test.prop([fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 })])(
    "of one group are found from any guess, in some multiples of the logarithm",
    async (needed, most, guess) => {
      const tried: number[] = [];
      const does = async ({ a = 0 }: Counts) => tried.push(a) > 0 && a >= needed;
      const found = await leastSizes([axis("a", most, guess)], does);
      expect(found).toEqual(needed <= most ? { a: needed } : undefined);
      expect(new Set(tried).size).toBeLessThanOrEqual(3 * Math.log2(most + 2) + 3);
      if (found !== undefined && needed > 0) expect(tried).toContain(needed - 1);
    },
  );

  test.prop([fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.boolean()])(
    "of two groups that do not help each other are found, from the largest or from near",
    async (first, second, near) => {
      const does = async ({ a = 0, b = 0 }: Counts) => a >= first && b >= second;
      const axes = [axis("a", 50, 3), axis("b", 60, 9)];
      const from = near ? { a: first - 1, b: second + 2 } : undefined;
      expect(await leastSizes(axes, does, from)).toEqual({ a: first, b: second });
    },
  );

  test("keep to the bounds", async () => {
    expect(await leastSizes([axis("a", 9, 4, 2)], async () => true)).toEqual({ a: 2 });
    expect(await leastSizes([axis("a", 9, 4, 9)], async () => true)).toEqual({ a: 9 });
  });

  test("make the first group small at the expense of the others, and do not trade", async () => {
    const does = async ({ a = 0, b = 0 }: Counts) => a + b >= 10 && a >= 2;
    expect(await leastSizes([axis("a", 8, 4), axis("b", 20, 4)], does)).toEqual({ a: 2, b: 8 });
  });
});
