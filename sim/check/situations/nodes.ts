import type { NodeSpec } from "../../../scenarios/scenario.ts";
import type { fc } from "../fast-check.ts";
import { gibibyte } from "./base.ts";
import { oneOf } from "./round.ts";

/** What the machines are like: one with room for all, for half of them, several, one too small, shared GPUs, or used by others. */
export type NodeShape = "roomy" | "tight" | "several" | "uneven" | "shared" | "busy";

export const nodeShape: fc.Arbitrary<NodeShape> = oneOf("roomy", "tight", "several", "uneven", "shared", "busy");

/** Machines for so many samplers with a GPU each, or evaluators with two cores each. */
export function nodesFor(kind: "sampler" | "evaluator", replicas: number, shape: NodeShape): NodeSpec[] {
  const machine = kind === "sampler" ? withGpus : withCores;
  switch (shape) {
    case "roomy":
      return [machine("node", replicas)];
    case "tight":
      return [machine("node", Math.ceil(replicas / 2))];
    case "several": {
      const each = Math.ceil(replicas / 3);
      return ["node", "node-2", "node-3"].map((name) => machine(name, each));
    }
    case "uneven":
      return [machine("node", Math.ceil(replicas / 2)), small(machine("node-2", replicas))];
    case "shared":
      return [shared(machine("node", replicas))];
    case "busy":
      return [busy(machine("node", replicas))];
  }
}

function withGpus(name: string, replicas: number): NodeSpec {
  const gpus = Array.from({ length: replicas }, () => ({ memory: 40 * gibibyte }));
  return { name, cores: 4 * replicas, memory: (replicas + 1) * 32 * gibibyte, gpus };
}

function withCores(name: string, replicas: number): NodeSpec {
  return { name, cores: 2 * replicas, memory: replicas * 2 * gibibyte, gpus: [] };
}

/** With less memory than a replica needs: there is nothing to be done with it. */
function small({ gpus, ...node }: NodeSpec): NodeSpec {
  return gpus.length === 0
    ? { ...node, gpus, memory: gibibyte / 2 }
    : { ...node, gpus: gpus.map(() => ({ memory: 24 * gibibyte })) };
}

/** Half as many GPUs, each with memory for two; or half as many cores. */
function shared({ gpus, cores, ...node }: NodeSpec): NodeSpec {
  if (gpus.length === 0) return { ...node, gpus, cores: cores / 2 };
  return { ...node, cores, gpus: gpus.slice(0, Math.ceil(gpus.length / 2)).map(() => ({ memory: 80 * gibibyte })) };
}

/** Others use most of its cores, and every second GPU. */
function busy(node: NodeSpec): NodeSpec {
  const gpus = node.gpus.map((_, index) => {
    return index % 2 === 0 ? { utilization: 0, memory: 0 } : { utilization: 0.6, memory: 10 * gibibyte };
  });
  return { ...node, background: [{ at: 0, cores: 0.75 * node.cores, memory: 0, gpus }] };
}
