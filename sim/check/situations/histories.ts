import type { GroupSpec, Scenario } from "../../../scenarios/scenario.ts";
import { fc } from "../fast-check.ts";
import { gibibyte, groupFrom, onCpu, onGpu, scenarioFrom } from "./base.ts";
import { mostly, oneOf } from "./round.ts";
import type { Reading, Situation, Target } from "./situation.ts";

/**
 * Open loop: what a policy sees is a list of readings, whatever it decides; only the counts it asks for are as it asked, at once. Faster
 * than a run and further from what can happen: for what a policy must do at any reading.
 */
export function histories({ spec }: Target): fc.Arbitrary<Situation> {
  const stretch = fc.record({
    steps: oneOf(5, 1, 10, 20),
    waiting: mostly(6, 0, oneOf(10, 60, 1, 500, undefined)),
    busy: oneOf(0.5, 0, 1, 0.9, 0.1),
    rate: oneOf(0.5, 0, 0.1, 5),
  });
  return fc
    .record({
      kind: oneOf("evaluator", "sampler"),
      period: oneOf(60, 15, 120),
      minimum: oneOf(1, 0, 2),
      maximum: oneOf(8, 4, 2, 20),
      initial: oneOf(1, 0, 4),
      stretches: fc.array(stretch, { minLength: 1, maxLength: 6, size: "max" }),
    })
    .map(({ kind, period, minimum, maximum, initial, stretches }): Situation => {
      const history = stretches.flatMap(({ steps, waiting, busy, rate }) => {
        return Array.from({ length: steps }, (): Reading => ({ waiting, busy, rate }));
      });
      const horizon = history.length * period;
      const replicas = Math.min(maximum, Math.max(minimum, initial));
      const bounds = { minimum: Math.min(minimum, maximum), maximum, initial: { replicas, phase: "ready" as const } };
      const scenario: Scenario = scenarioFrom(
        {
          horizon,
          check: { period, phase: 0 },
          nodes: [node(kind, maximum)],
          queues: [{ name: `${kind}_queue`, acknowledge: "after" }],
          groups: [group(kind, bounds)],
          workload: [],
        },
        { lag: 0, period: 0, loss: 0 },
        spec,
      );
      return { world: "open-loop", scenario, traces: new Map(), seed: 1, history };
    });
}

function group(kind: "evaluator" | "sampler", bounds: Pick<GroupSpec, "minimum" | "maximum" | "initial">): GroupSpec {
  const warmUp = { kind: "constant", value: 0 } as const;
  return groupFrom({
    name: kind,
    serves: [`${kind}_queue`],
    warmUp,
    needs: kind === "sampler" ? onGpu : onCpu,
    ...bounds,
  });
}

function node(kind: "evaluator" | "sampler", replicas: number): Scenario["nodes"][number] {
  const gpus = Array.from({ length: kind === "sampler" ? replicas : 0 }, () => ({ memory: 40 * gibibyte }));
  return { name: "node", cores: 4 * replicas, memory: (replicas + 1) * 32 * gibibyte, gpus };
}
