import { expect, test } from "vitest";
import { closures } from "./contenders/closures.ts";
import { flatqueueLoop } from "./contenders/flatqueue-loop.ts";
import { simulator } from "./contenders/simulator.ts";
import { typedLoop } from "./contenders/typed-loop.ts";
import { queueing } from "./queueing.ts";

test.each([1, 10, 100])("loops that are compared with the simulator do what it does, with %i servers", (servers) => {
  const model = queueing(servers, 20_000);
  const answer = simulator(model);
  const typed = typedLoop(model);
  expect(typed.done).toBe(answer.done);
  // The simulator adds up whole units of 2⁻³⁰ s.
  expect(Math.abs(typed.wait - answer.wait)).toBeLessThan(2 ** -30);
  for (const loop of [flatqueueLoop, closures]) {
    const { done, wait } = loop(model);
    expect(done).toBe(answer.done);
    // Those that still wait at the end are not in it.
    expect(Math.abs(wait / answer.wait - 1)).toBeLessThan(0.05);
  }
});
