import type { FaultSpec, StartFailure } from "../../scenarios/scenario.ts";
import { retryOrForget } from "../plant/expiry.ts";
import { failAll } from "../plant/failing.ts";
import type { GroupState } from "../plant/group.ts";
import { changeUse } from "../plant/lifecycle.ts";
import type { Plant } from "../plant/plant.ts";
import { FAILED, PENDING } from "../plant/replicas.ts";
import { scale } from "../plant/scale.ts";
import type { Stream } from "../random/stream.ts";

/** Does to the plant what the fault says. Returns what ends it, or undefined if it is over at once. */
export function begin(plant: Plant, fault: FaultSpec, chance: Stream): (() => void) | undefined {
  switch (fault.kind) {
    case "nodeLoss":
      return loseNode(plant, fault.node!);
    case "replicaCrash":
      crash(plant, groupNamed(plant, fault.group), fault.count, chance);
      return undefined;
    case "brokerOutage":
      return stopBroker(plant, fault.queues, fault.deliveries === "stop");
    case "sensorOutage":
      return hide(plant, fault.of, fault.names);
    case "actuator":
      return impede(plant, fault.groups, fault.delay ?? Number.POSITIVE_INFINITY);
    case "startFailure":
      return failStarts(plant, fault.groups, fault.how);
    case "manualEdit": {
      const { group, desired } = fault;
      scale(plant, groupNamed(plant, group), { kind: "scale", group, desired });
      return undefined;
    }
    case "purge":
      purge(plant, fault.queue);
      return undefined;
  }
}

/** Its replicas die, it takes no others and cannot be read. */
function loseNode(plant: Plant, name: string): () => void {
  const node = plant.nodes.find(({ spec }) => spec.name === name)!;
  const devices = node.devices.map(({ key }) => key);
  const shown = [hide(plant, "nodes", [name]), hide(plant, "devices", devices)];
  node.losses++;
  node.deaths++;
  changeUse(plant, node);
  const members = plant.groups.flatMap((group) => group.members);
  failAll(
    plant,
    members.filter((row) => plant.replicas.places[row]?.node === node),
  );
  return () => {
    for (const show of shown) show();
    node.losses--;
    changeUse(plant, node);
  };
}

/** So many of those that run, all alike. */
function crash(plant: Plant, group: GroupState, count: number, chance: Stream): void {
  const { phases } = plant.replicas;
  const alive = group.members.filter((row) => phases[row] !== PENDING && phases[row] !== FAILED);
  const chosen = Array.from({ length: Math.min(count, alive.length) }, () => {
    const [row] = alive.splice(Math.floor(chance.next() * alive.length), 1);
    return row!;
  });
  failAll(plant, chosen);
}

/** What is in service goes on, and what arrives waits. */
function stopBroker(plant: Plant, queues: readonly string[], deliveries: boolean): () => void {
  const show = hide(plant, "queues", queues);
  const stop = (change: 1 | -1) => {
    for (const name of deliveries ? queues : []) {
      const out = plant.outages.change("deliveries", name, change);
      plant.connect(name, !out);
    }
  };
  stop(1);
  return () => {
    show();
    stop(-1);
  };
}

/** What waits is lost; what has been delivered is not concerned. */
function purge(plant: Plant, name: string): void {
  for (const queue of plant.lines.get(name)!) {
    while (queue.size > 0) {
      queue.lost++;
      queue.purged++;
      retryOrForget(plant, queue.shift(plant.now));
    }
  }
}

function hide(plant: Plant, what: "queues" | "groups" | "nodes" | "devices", names: readonly string[]): () => void {
  for (const name of names) plant.outages.change(what, name, 1);
  return () => {
    for (const name of names) plant.outages.change(what, name, -1);
  };
}

/** Actions on these groups take so long; the longest delay counts where several do. */
function impede(plant: Plant, names: readonly string[], delay: number): () => void {
  const groups = names.map((name) => groupNamed(plant, name));
  for (const { impediments } of groups) impediments.push(delay);
  return () => {
    for (const { impediments } of groups) impediments.splice(impediments.indexOf(delay), 1);
  };
}

/** Starts that begin meanwhile fail. */
function failStarts(plant: Plant, names: readonly string[], how: StartFailure): () => void {
  const groups = names.map((name) => groupNamed(plant, name));
  const own = { how };
  for (const { startFaults } of groups) startFaults.push(own);
  return () => {
    for (const { startFaults } of groups) startFaults.splice(startFaults.indexOf(own), 1);
  };
}

function groupNamed(plant: Plant, name: string): GroupState {
  return plant.groups.find(({ spec }) => spec.name === name)!;
}
