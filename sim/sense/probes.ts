import type { Device, Node, Queue } from "../../policies/policy.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import { unusedMemory } from "../plant/memory-use.ts";
import { free, MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import { blended } from "./blend.ts";
import type { Probe, Totals } from "./feed.ts";
import { given, rate } from "./rates.ts";

/** Readings by name; what does not change between readings is not in them. */
export function queueProbe(plant: Plant): Probe<Queue> {
  return {
    totals: () =>
      totals(
        plant,
        plant.queues.flatMap((queue) => [queue.arrived, queue.delivered]),
      ),
    read: (now, earlier) =>
      Object.fromEntries(
        plant.queues.map((queue, index) => {
          const first = queue.first();
          return [
            queue.name,
            {
              ...needsOf(queue),
              waiting: queue.waiting.value,
              // Delivered and not acknowledged: what is acknowledged before the work is no longer the broker's.
              inService: queue.held.value + (queue.redelivers ? queue.inService.value : 0),
              oldestWait: first === -1 ? 0 : plant.now - plant.tasks.arrivals[first]!,
              ...given("arrivalRate", rate(now, earlier, 2 * index)),
              ...given("deliveryRate", rate(now, earlier, 2 * index + 1)),
              consumers: plant.groups.reduce(
                (sum, group) =>
                  sum + (group.spec.serves.includes(queue.name) ? group.ready.value + group.unrouting.value : 0),
                0,
              ),
            },
          ];
        }),
      ),
    blend: (before, now, weight) =>
      blended(before, now, weight, ["waiting", "inService", "oldestWait", "arrivalRate", "deliveryRate"]),
  };
}

/** Known whatever can be read. */
export function needsOf({ needs }: BrokerQueue): Pick<Queue, "needs"> {
  return needs === undefined ? {} : { needs };
}

export function nodeProbe(plant: Plant, window: number): Probe<Node> {
  return {
    totals: () =>
      totals(
        plant,
        plant.nodes.map((node) => node.cpu.used.integral(plant.now)),
      ),
    read: (now, earlier) => {
      const unused = unusedMemory(plant);
      return Object.fromEntries(
        plant.nodes.map((node, index) => {
          const { cores, memory } = node.spec;
          const busy = (window > 0 ? rate(now, earlier, index) : undefined) ?? node.cpu.used.value;
          const reading: Node = {
            cores,
            cpuUtilization: busy / (cores * MILLI),
            loadPerCore: node.load / cores,
            memoryTotal: memory,
            memoryFree: free(memory, node.memoryUsed) + (unused.get(node) ?? 0),
          };
          return [node.spec.name, reading];
        }),
      );
    },
    blend: (before, now, weight) => blended(before, now, weight, ["cpuUtilization", "loadPerCore", "memoryFree"]),
  };
}

export function deviceProbe(plant: Plant, window: number): Probe<Device> {
  return {
    totals: () =>
      totals(
        plant,
        plant.devices.map((device) => device.busy.used.integral(plant.now)),
      ),
    read: (now, earlier) => {
      const unused = unusedMemory(plant);
      return Object.fromEntries(
        plant.devices.map((device, index) => {
          const busy = (window > 0 ? rate(now, earlier, index) : undefined) ?? device.busy.used.value;
          const reading: Device = {
            node: device.node.spec.name,
            index: device.index,
            memoryTotal: device.memory,
            memoryFree: free(device.memory, device.memoryUsed) + (unused.get(device) ?? 0),
            utilization: busy / MICRO,
          };
          return [device.key, reading];
        }),
      );
    },
    blend: (before, now, weight) => blended(before, now, weight, ["memoryFree", "utilization"]),
  };
}

function totals(plant: Plant, values: readonly number[]): Totals {
  return { time: plant.now, values };
}
