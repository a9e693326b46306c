import type { Device, Node, Queue } from "../../policies/policy.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import { linesBy } from "../plant/lines.ts";
import { unusedMemory } from "../plant/memory-use.ts";
import { free, MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import { blended } from "./blend.ts";
import type { Probe, Totals } from "./feed.ts";
import { given, rate } from "./rates.ts";

/** Readings by name; what does not change between readings is not in them. */
export function queueProbe(plant: Plant): Probe<Queue> {
  const queues = [...seenQueues(plant)];
  return {
    totals: () =>
      totals(
        plant,
        queues.flatMap(([, lines]) => [total(lines, (line) => line.arrived), total(lines, (line) => line.delivered)]),
      ),
    read: (now, earlier) =>
      Object.fromEntries(
        queues.map(([name, lines], index) => [
          name,
          {
            ...needsOf(lines),
            waiting: total(lines, (line) => line.waiting.value),
            // Delivered and not acknowledged: what is acknowledged before the work is no longer the broker's.
            inService: total(lines, (line) => line.held.value + (line.redelivers ? line.inService.value : 0)),
            oldestWait: Math.max(...lines.map((line) => oldestWait(plant, line))),
            ...given("arrivalRate", rate(now, earlier, 2 * index)),
            ...given("deliveryRate", rate(now, earlier, 2 * index + 1)),
            consumers: plant.groups.reduce(
              (sum, group) => sum + (group.sees.includes(name) ? group.ready.value + group.unrouting.value : 0),
              0,
            ),
          },
        ]),
      ),
    blend: (before, now, weight) =>
      blended(before, now, weight, ["waiting", "inService", "oldestWait", "arrivalRate", "deliveryRate"]),
  };
}

/** What policies see as a queue: the lines of a queue, less those of classes with needs of their own. */
export function seenQueues(plant: Plant): ReadonlyMap<string, readonly BrokerQueue[]> {
  return linesBy(plant.queues, ({ seenAs }) => seenAs);
}

/** Known whatever can be read. */
export function needsOf([line]: readonly BrokerQueue[]): Pick<Queue, "needs"> {
  return line?.needs === undefined ? {} : { needs: line.needs };
}

function total(lines: readonly BrokerQueue[], of: (line: BrokerQueue) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0);
}

function oldestWait({ now, tasks }: Plant, line: BrokerQueue): number {
  const first = line.first();
  return first === -1 ? 0 : now - tasks.arrivals[first]!;
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
