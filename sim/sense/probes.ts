import type { Device, Node, Queue, Signals } from "../../policies/policy.ts";
import { inHand } from "../plant/interrupt.ts";
import { free, MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import type { Probe, Totals } from "./feed.ts";

/** Readings by name; what does not change between readings is not in them. */
export function queueProbe(plant: Plant): Probe<Readonly<Record<string, Queue>>> {
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
  };
}

export function nodeProbe(plant: Plant, window: number): Probe<Readonly<Record<string, Node>>> {
  return {
    totals: () =>
      totals(
        plant,
        plant.nodes.map((node) => node.cpu.used.integral(plant.now)),
      ),
    read: (now, earlier) =>
      Object.fromEntries(
        plant.nodes.map((node, index) => {
          const { cores, memory } = node.spec;
          const busy = (window > 0 ? rate(now, earlier, index) : undefined) ?? node.cpu.used.value;
          const reading: Node = {
            cores,
            cpuUtilization: busy / (cores * MILLI),
            loadPerCore: node.load / cores,
            memoryTotal: memory,
            memoryFree: free(memory, node.memoryUsed),
          };
          return [node.spec.name, reading];
        }),
      ),
  };
}

export function deviceProbe(plant: Plant, window: number): Probe<Readonly<Record<string, Device>>> {
  return {
    totals: () =>
      totals(
        plant,
        plant.devices.map((device) => device.busy.used.integral(plant.now)),
      ),
    read: (now, earlier) =>
      Object.fromEntries(
        plant.devices.map((device, index) => {
          const busy = (window > 0 ? rate(now, earlier, index) : undefined) ?? device.busy.used.value;
          const reading: Device = {
            node: device.node.spec.name,
            index: device.index,
            memoryTotal: device.memory,
            memoryFree: free(device.memory, device.memoryUsed),
            utilization: busy / MICRO,
          };
          return [device.key, reading];
        }),
      ),
  };
}

/** What has to be measured of a group; which replicas there are, and in which phase, its owner knows at once. */
export interface GroupReading {
  readonly inService: ReadonlyMap<string, number>;
  readonly signals: Signals;
}

export function groupProbe(plant: Plant): Probe<Readonly<Record<string, GroupReading>>> {
  const { replicas } = plant;
  return {
    totals: () =>
      totals(
        plant,
        plant.groups.map((group) => group.completed),
      ),
    read: (now, earlier) =>
      Object.fromEntries(
        plant.groups.map((group, index) => {
          const inService = new Map(group.members.map((row) => [replicas.ids[row]!, inHand(plant, row)]));
          return [group.spec.name, { inService, signals: { ...given("throughput", rate(now, earlier, index)) } }];
        }),
      ),
  };
}

function totals(plant: Plant, values: readonly number[]): Totals {
  return { time: plant.now, values };
}

/** Increase a second, or undefined if no time has passed, or next to none. */
function rate(now: Totals, earlier: Totals | undefined, index: number): number | undefined {
  if (earlier === undefined || now.time <= earlier.time) return undefined;
  const increase = (now.values[index]! - earlier.values[index]!) / (now.time - earlier.time);
  return Number.isFinite(increase) ? increase : undefined;
}

function given<Key extends string>(key: Key, value: number | undefined): { readonly [K in Key]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: number });
}
