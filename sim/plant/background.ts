import type { Background } from "../../scenarios/scenario.ts";
import { MICRO, MILLI, type NodeState } from "./nodes.ts";

/** Brings what others use of a node up to date: what the scenario says for now, or nothing while the node is lost. */
export function useByOthers(now: number, node: NodeState): void {
  const steps = node.spec.background ?? [];
  const due = node.losses > 0 ? undefined : steps.findLast(({ at }) => at <= now);
  apply(now, node, node.background, -1);
  node.background = due ?? { at: now, cores: 0, memory: 0, gpus: [] };
  apply(now, node, node.background, 1);
}

function apply(now: number, node: NodeState, { cores, memory, gpus }: Background, sign: 1 | -1): void {
  node.useCores(now, sign * Math.round(cores * MILLI));
  node.cpu.reserve(sign * Math.round(cores * MILLI));
  node.held.add(now, sign * memory);
  gpus.forEach((gpu, index) => {
    const device = node.devices[index]!;
    device.busy.add(now, sign * Math.round(gpu.utilization * MICRO));
    device.busy.reserve(sign * Math.round(gpu.utilization * MICRO));
    device.held.add(now, sign * gpu.memory);
  });
}
