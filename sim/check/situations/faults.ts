import type { FaultSpec } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { mostly, oneOf } from "./round.ts";

/** A fault by the part of the run at which it comes; none is simpler than one. */
export interface Trouble {
  readonly kind: "broker" | "crash" | "groups" | "slow" | "node" | "starts";
  readonly at: number;
  readonly length: number;
}

export const troubles: fc.Arbitrary<readonly Trouble[]> = mostly(
  1,
  [],
  fc.array(
    fc.record({
      kind: oneOf("broker", "crash", "groups", "slow", "node", "starts"),
      at: oneOf(0.5, 0.25, 0.1, 0.75),
      length: oneOf(0.1, 0.05, 0.2),
    }),
    { minLength: 1, maxLength: 2, size: "max" },
  ),
);

/** What they can concern. */
export interface Concerned {
  readonly queues: readonly string[];
  readonly groups: readonly string[];
  readonly node: string | undefined;
  readonly horizon: number;
}

export function faultsOf(given: readonly Trouble[], { queues, groups, node, horizon }: Concerned): FaultSpec[] {
  return given.flatMap(({ kind, at: part, length }): FaultSpec[] => {
    const at = [Math.round(part * horizon)];
    const lasting = { at, for: { kind: "constant", value: Math.max(1, Math.round(length * horizon)) } } as const;
    const [group] = groups;
    if (group === undefined) return [];
    switch (kind) {
      case "broker":
        return [{ kind: "brokerOutage", queues, deliveries: "continue", ...lasting }];
      case "crash":
        return [{ kind: "replicaCrash", group, count: 2, at }];
      case "groups":
        return [{ kind: "sensorOutage", of: "groups", names: groups, ...lasting }];
      case "slow":
        return [{ kind: "actuator", groups, delay: lasting.for.value, ...lasting }];
      case "starts":
        return [{ kind: "startFailure", groups, how: "exit", ...lasting }];
      case "node":
        return node === undefined ? [] : [{ kind: "nodeLoss", node, ...lasting }];
    }
  });
}
