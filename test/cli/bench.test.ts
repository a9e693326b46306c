import { expect, test } from "vitest";
import { benches } from "../bench/benches.ts";

const contenders = benches
  .filter(({ tasks }) => tasks === undefined)
  .flatMap(({ name, contenders }) => contenders.map((contender) => [name, contender.name, contender] as const));

test.each(contenders)("%s: %s gives a figure", async (_bench, _name, contender) => {
  const figure = await contender.run(2000);
  expect(figure).toBeGreaterThan(0);
  expect(figure).toBeLessThan(Number.POSITIVE_INFINITY);
});
