import { expect, test } from "vitest";
import { benches } from "../bench/benches.ts";

/** They need a build, and start threads and programs of their own. */
const long = ["billion", "threads"];

const contenders = benches
  .filter(({ name }) => !long.includes(name))
  .flatMap(({ name, contenders }) => contenders.map((contender) => [name, contender.name, contender] as const));

test.each(contenders)("%s: %s gives a figure", async (_bench, _name, contender) => {
  // Odd: of some, half as many are made.
  const figure = await contender.run(2001);
  expect(figure).toBeGreaterThan(0);
  expect(figure).toBeLessThan(Number.POSITIVE_INFINITY);
});
