import type { Device, Node, Queue } from "../../policies/policy.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import { linesBy } from "../plant/lines.ts";
import { unusedMemory } from "../plant/memory-use.ts";
import { free, MICRO, MILLI } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import { blended } from "./blend.ts";
import type { Probe } from "./feed.ts";
import { given, rate, rateOr } from "./rates.ts";

/** Readings by name; what does not change between readings is not in them. */
export function queueProbe(plant: Plant): Probe<Queue> {
  const queues = Array.from(seenQueues(plant), ([name, lines]) => ({
    name,
    lines,
    ...needsOf(lines),
    groups: plant.groups.filter(({ sees }) => sees.includes(name)),
  }));
  return {
    totals(into) {
      into.time = plant.now;
      for (let index = 0; index < queues.length; index++) {
        let arrived = 0;
        let delivered = 0;
        for (const line of queues[index]!.lines) {
          arrived += line.arrived;
          delivered += line.delivered;
        }
        into.values[2 * index] = arrived;
        into.values[2 * index + 1] = delivered;
      }
    },
    read(now, earlier) {
      const readings: Record<string, Queue> = {};
      for (let index = 0; index < queues.length; index++) {
        const { name, lines, needs, groups } = queues[index]!;
        let waiting = 0;
        let inService = 0;
        let consumers = 0;
        for (const line of lines) {
          waiting += line.waiting.value;
          // Delivered and not acknowledged: what is acknowledged before the work is no longer the broker's.
          inService += line.held.value + (line.redelivers ? line.inService.value : 0);
        }
        for (const group of groups) consumers += group.ready.value + group.unrouting.value;
        const oldestWait = longestWait(plant, lines);
        const arrivalRate = rate(now, earlier, 2 * index);
        const deliveryRate = rate(now, earlier, 2 * index + 1);
        // Written out for the most frequent: V8 takes long over spreads.
        if (needs === undefined && arrivalRate !== undefined && deliveryRate !== undefined)
          readings[name] = { waiting, inService, oldestWait, arrivalRate, deliveryRate, consumers };
        else
          readings[name] = {
            ...(needs && { needs }),
            waiting,
            inService,
            oldestWait,
            ...given("arrivalRate", arrivalRate),
            ...given("deliveryRate", deliveryRate),
            consumers,
          };
      }
      return readings;
    },
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

function longestWait({ now, tasks }: Plant, lines: readonly BrokerQueue[]): number {
  let oldest = 0;
  for (const line of lines) {
    const arrival = line.oldest(tasks.arrivals);
    if (arrival < now) oldest = Math.max(oldest, now - arrival);
  }
  return oldest;
}

export function nodeProbe(plant: Plant, window: number): Probe<Node> {
  const { nodes } = plant;
  return {
    totals(into) {
      into.time = plant.now;
      // What is not averaged is not added up, and has no rate.
      if (window === 0) return;
      for (let index = 0; index < nodes.length; index++) into.values[index] = nodes[index]!.cpu.integral(plant.now);
    },
    read(now, earlier) {
      const unused = unusedMemory(plant);
      const readings: Record<string, Node> = {};
      for (let index = 0; index < nodes.length; index++) {
        const node = nodes[index]!;
        const { cores, memory } = node.spec;
        const busy = rateOr(now, earlier, index, node.cpu.used.value);
        readings[node.spec.name] = {
          cores,
          cpuUtilization: busy / (cores * MILLI),
          loadPerCore: node.load / cores,
          memoryTotal: memory,
          memoryFree: free(memory, node.memoryUsed) + (unused?.get(node) ?? 0),
        };
      }
      return readings;
    },
    blend: (before, now, weight) => blended(before, now, weight, ["cpuUtilization", "loadPerCore", "memoryFree"]),
  };
}

export function deviceProbe(plant: Plant, window: number): Probe<Device> {
  const { devices } = plant;
  // A reading begins as a copy of it, with all the names: a table that grows is made anew five times for sixteen.
  const all: Record<string, Device> = {};
  for (const { key, node, index } of devices) all[key] = { node: node.spec.name, index };
  return {
    totals(into) {
      into.time = plant.now;
      if (window === 0) return;
      for (let index = 0; index < devices.length; index++)
        into.values[index] = devices[index]!.busy.used.integral(plant.now);
    },
    read(now, earlier) {
      const unused = unusedMemory(plant);
      const averaged = window > 0 ? earlier : undefined;
      const readings = { ...all };
      for (let index = 0; index < devices.length; index++) {
        const device = devices[index]!;
        const busy = rateOr(now, averaged, index, device.busy.used.value);
        readings[device.key] = {
          node: device.node.spec.name,
          index: device.index,
          memoryTotal: device.memory,
          memoryFree: free(device.memory, device.memoryUsed) + (unused?.get(device) ?? 0),
          utilization: busy / MICRO,
        };
      }
      return readings;
    },
    blend: (before, now, weight) => blended(before, now, weight, ["memoryFree", "utilization"]),
  };
}
