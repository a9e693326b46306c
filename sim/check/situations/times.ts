import type { Distribution } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { meanOf } from "../mean.ts";
import { oneOf } from "./round.ts";

/** A duration with one of these means, constant or spread. */
export function times(...means: readonly number[]): fc.Arbitrary<Distribution> {
  return fc.record({ mean: oneOf(...means), cv: oneOf(0, 0.3, 1) }).map(({ mean, cv }) => {
    if (cv === 0 || mean === 0) return { kind: "constant", value: mean };
    return { kind: "lognormal", mean, cv };
  });
}

/** Always its mean. */
export function evenTime(given: Distribution): Distribution {
  return { kind: "constant", value: meanOf(given) };
}
