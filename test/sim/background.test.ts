import { describe, expect, test } from "vitest";
import type { Background } from "../../scenarios/scenario.ts";
import { nodeOf, observed, scenarioOf, scripted, tasksAt } from "./scenario-of.ts";

const step = (at: number, use: Partial<Background>): Background => ({ at, cores: 0, memory: 0, gpus: [], ...use });
const needs = { cores: 1, warmUpCores: 1, memory: 10, gpus: 1, gpuMemory: 30, gpuUtilization: 0.8 };
const none = { initial: { replicas: 0, phase: "ready" } } as const;

describe("what others use of a node", () => {
  test("shows in what sensors read, and in the load average", () => {
    const scenario = scenarioOf({
      horizon: 600,
      nodes: [
        nodeOf({
          gpus: [{ memory: 40 }, { memory: 80 }],
          background: [step(0, { cores: 2, memory: 14, gpus: [{ utilization: 0.25, memory: 8 }] })],
        }),
      ],
      group: none,
    });
    const last = observed(scenario).observations.at(-1);
    expect(last?.nodes.node).toMatchObject({ cpuUtilization: 0.25, memoryFree: 50, memoryTotal: 64 });
    expect(last?.nodes.node?.loadPerCore).toBeCloseTo(0.25, 3);
    expect(last?.devices["node/gpu0"]).toMatchObject({ utilization: 0.25, memoryFree: 32 });
    expect(last?.devices["node/gpu1"]).toMatchObject({ utilization: 0, memoryFree: 80 });
  });

  test("slows work and warm-up where the CPU or the GPU is crowded", () => {
    const crowded = (background: Background) =>
      observed(
        scenarioOf({
          horizon: 300,
          nodes: [nodeOf({ cores: 1, gpus: [{ memory: 40 }], background: [background] })],
          group: { needs: { ...needs, cores: 0, gpuUtilization: 1 }, initial: { replicas: 1, phase: "warming" } },
          workload: [tasksAt([1], 10)],
        }),
      ).measures.tasks;
    expect(crowded(step(0, {})).sojourn?.max).toBe(39);
    expect(crowded(step(0, { cores: 1 })).sojourn?.max).toBe(69); // the warm-up of 30 s takes 60
    expect(crowded(step(0, { gpus: [{ utilization: 1, memory: 0 }] })).sojourn?.max).toBe(49); // the task 20
    expect(crowded(step(10, { cores: 1 })).sojourn?.max).toBe(59); // the first 10 s at full speed
  });

  test("counts when a replica looks for room, which it finds when the others go", () => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [
        nodeOf({
          gpus: [{ memory: 40 }],
          background: [step(0, { gpus: [{ utilization: 0, memory: 11 }] }), step(25, {})],
        }),
      ],
      group: { ...none, needs },
    });
    const { observations } = observed(
      scenario,
      scripted(() => ({ worker: 1 })),
    );
    const phases = observations.map(({ groups }) => groups.worker?.replicas[0]?.phase);
    expect(phases.slice(1, 7)).toEqual(["pending", "pending", "warming", "warming", "warming", "ready"]);
    expect(observations[3]?.groups.worker?.replicas[0]?.since).toBe(25);
  });

  test("never takes memory from replicas: later ones get what is left, and more when a replica goes", () => {
    const scenario = scenarioOf({
      horizon: 100,
      nodes: [nodeOf({ gpus: [{ memory: 40 }], background: [step(20, { gpus: [{ utilization: 0, memory: 25 }] })] })],
      group: { needs },
    });
    const { observations, measures } = observed(
      scenario,
      scripted(({ time }): Record<string, number> => (time === 50 ? { worker: 0 } : time === 70 ? { worker: 1 } : {})),
    );
    const freeAt = [10, 30, 60].map((time) => observations[time / 10]?.devices["node/gpu0"]?.memoryFree);
    expect(freeAt).toEqual([10, 0, 15]);
    expect(observations[8]?.groups.worker?.replicas[0]?.phase).toBe("pending");
    expect(measures.devices["node/gpu0"]?.maxMemory).toBe(40);
  });
});
