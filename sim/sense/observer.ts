import type { Device, Group, Node, Observation, Phase, Queue, Replica, Signals } from "../../policies/policy.ts";
import type { Scenario, Sensors } from "../../scenarios/scenario.ts";
import { OPEN, SENSE } from "../engine/kinds.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { failures } from "./failures.ts";
import { Feed, isAtOnce, type Readings } from "./feed.ts";
import { GroupProbe, type GroupReading, inTurn } from "./group-probe.ts";
import { deviceProbe, needsOf, nodeProbe, queueProbe, seenQueues } from "./probes.ts";
import type { ReplicaReading, ReplicaSensor } from "./replica-reading.ts";
import { reported, workersOf } from "./workers.ts";

/** Everything one controller can see of the plant, as its sensors show it: all queues, its groups, its node or all nodes. */
export class Observer {
  private readonly plant: Plant;
  private readonly scenario: Scenario;
  private readonly node: string | undefined;
  /** Subject of its first sensor's events. */
  private readonly subject: number;
  private readonly queues: Feed<Queue>;
  private readonly groups: Feed<GroupReading>;
  /** Where replicas are read as they are listed. */
  private readonly atOnce: GroupProbe | undefined;
  private readonly nodes: Feed<Node>;
  private readonly devices: Feed<Device>;
  private readonly seenQueues: readonly (readonly [string, readonly BrokerQueue[]])[];
  /** By group, where it reserves something. */
  private readonly requests: readonly (Signals | undefined)[];
  /** By the subject of their events. */
  private readonly feeds: readonly Feed<unknown>[];

  /** `index`: of the controller. `node`: the only one it sees. */
  constructor(plant: Plant, scenario: Scenario, index: number, node?: string) {
    const { sensors } = scenario;
    const fails = (kind: keyof Sensors) => failures(plant, scenario, kind, index);
    this.plant = plant;
    this.node = node;
    this.subject = index * MOST_FEEDS;
    this.scenario = scenario;
    this.seenQueues = [...seenQueues(plant)];
    this.requests = Array.from(plant.groups, requestsOf);
    this.queues = new Feed(sensors.queues, queueProbe(plant), fails("queues"));
    const atOnce = isAtOnce(sensors.groups);
    const groups = new GroupProbe(plant, sensors.groups.window, scenario.start, atOnce);
    this.groups = new Feed(sensors.groups, groups, fails("groups"));
    this.atOnce = atOnce ? groups : undefined;
    this.nodes = new Feed(sensors.nodes, nodeProbe(plant, sensors.nodes.window), fails("nodes"));
    this.devices = new Feed(sensors.devices, deviceProbe(plant, sensors.devices.window), fails("devices"));
    this.feeds = [this.queues, this.groups, this.nodes, this.devices];
    for (const [feed, { sensor }] of this.feeds.entries()) if (sensor.period > 0) this.plan(feed, 0);
  }

  /** Which controller's, by the subject of a sensor's event. */
  static indexOf(subject: number): number {
    return Math.floor(subject / MOST_FEEDS);
  }

  /** Whether a sensor measures nothing but nodes. */
  onlyNodes(subject: number): boolean {
    return this.feeds[subject - this.subject] === this.nodes;
  }

  open(subject: number): void {
    this.feeds[subject - this.subject]!.open();
  }

  /** A sensor with a period of its own reads, and its next reading is planned. */
  sense(subject: number): void {
    const feed = subject - this.subject;
    this.feeds[feed]!.sense();
    this.plan(feed, this.plant.now + this.feeds[feed]!.sensor.period);
  }

  /** The controller is about to decide on these groups. */
  observe(decided: readonly GroupState[]): Observation {
    const { plant } = this;
    const time = this.scenario.start + plant.now;
    const groups = this.groups.visible(plant.now);
    const queues = this.queues.visible(plant.now);
    const observation: Observation = {
      time,
      queues: this.queues.whole && queues !== undefined ? queues : this.listedQueues(queues),
      groups: this.listedGroups(decided, groups),
      nodes: plant.nodes.length === 0 ? NOTHING : this.listedNodes(),
      devices: plant.devices.length === 0 ? NOTHING : this.listedDevices(),
      caches: NOTHING,
      signals: this.signals(groups),
    };
    const all =
      plant.push === undefined ? observation : { ...observation, workers: workersOf(plant, plant.push, groups) };
    return this.node === undefined ? all : within(all, this.node);
  }

  /** Called as soon as a regular check is planned: sensors that read at checks open their window before it. */
  planChecked(next: number): void {
    const { feeds } = this;
    for (let feed = 0; feed < feeds.length; feed++) if (feeds[feed]!.sensor.period === 0) this.plan(feed, next);
  }

  private plan(feed: number, reading: number): void {
    const { period, window } = this.feeds[feed]!.sensor;
    const { events, now } = this.plant;
    if (window > 0) {
      // A window longer than the time between readings begins before that of the next: it is that of a later one.
      const gap = reading - now;
      const later = gap > 0 && window > gap ? Math.ceil(window / gap - 1 - 1e-9) * gap : 0;
      events.push(Math.max(now, reading + later - window), OPEN, this.subject + feed, 0);
    }
    if (period > 0) events.push(reading, SENSE, this.subject + feed, 0);
  }

  /** All there are: of what could not be read, what is known in any case. */
  private listedQueues(readings: Readings<Queue> | undefined): Readings<Queue> {
    return Object.fromEntries(this.seenQueues.map(([name, lines]) => [name, readings?.[name] ?? needsOf(lines)]));
  }

  private listedNodes(): Readings<Node> {
    const { nodes, now } = this.plant;
    const readings = this.nodes.visible(now);
    if (this.nodes.whole && readings !== undefined) return readings;
    return Object.fromEntries(nodes.map(({ spec: { name, cores } }) => [name, readings?.[name] ?? { cores }]));
  }

  private listedDevices(): Readings<Device> {
    const { devices, now } = this.plant;
    const readings = this.devices.visible(now);
    if (this.devices.whole && readings !== undefined) return readings;
    return Object.fromEntries(
      devices.map(({ key, node, index }) => [key, readings?.[key] ?? { node: node.spec.name, index }]),
    );
  }

  private listedGroups(decided: readonly GroupState[], readings: Readings<GroupReading> | undefined): Readings<Group> {
    const groups: Record<string, Group> = {};
    for (const group of decided) groups[group.spec.name] = this.group(group, readings?.[group.spec.name]);
    return groups;
  }

  private signals(groups: Readings<GroupReading> | undefined): Signals {
    const signals: Record<string, number> = {};
    const throughput = this.throughput(groups);
    if (throughput !== undefined) signals.throughput = throughput;
    return this.scenario.signals === undefined ? signals : Object.assign(signals, this.scenario.signals);
  }

  /** Of all groups; unknown if that of one is. */
  private throughput(groups: Readings<GroupReading> | undefined): number | undefined {
    let sum = 0;
    for (const { spec } of this.plant.groups) {
      const throughput = groups?.[spec.name]?.signals.throughput;
      if (throughput === undefined) return undefined;
      sum += throughput;
    }
    return sum;
  }

  private group(group: GroupState, reading: GroupReading | undefined): Group {
    const { sees: serves, maximum } = group;
    const { minimum, offers, pricePerHour: price } = group.spec;
    const desired = group.desired.value;
    const replicas = this.replicas(group, reading);
    // A reading that is kept may be shown again.
    const signals = reading !== undefined && this.atOnce !== undefined ? reading.signals : { ...reading?.signals };
    if (price !== undefined) signals.price = price;
    if (offers !== undefined)
      return { serves, offers, minimum, ...(maximum === undefined ? {} : { maximum }), desired, replicas, signals };
    if (maximum === undefined) return { serves, minimum, desired, replicas, signals };
    return { serves, minimum, maximum, desired, replicas, signals };
  }

  private replicas(group: GroupState, reading: GroupReading | undefined): Replica[] {
    const { atOnce } = this;
    const { members } = group;
    const requests = this.requests[group.index];
    const replicas = new Array<Replica>(members.length);
    if (reading !== undefined && atOnce !== undefined) {
      for (let index = 0; index < members.length; index++) {
        const row = members[index]!;
        const own = atOnce.replica(row, group);
        replicas[index] = own.placed ? this.placedReplica(row, own, requests) : this.replica(row, own.kept);
      }
    } else {
      const readingOf = inTurn(reading);
      for (let index = 0; index < members.length; index++) {
        const row = members[index]!;
        replicas[index] = this.replica(row, readingOf(this.plant.replicas.ids[row]!));
      }
    }
    return replicas;
  }

  /** Written out for the most frequent: there may be hundreds of them at every check, and V8 takes long over spreads. */
  private placedReplica(row: number, own: ReplicaSensor, requests: Signals | undefined): Replica {
    const { scenario, plant } = this;
    const { replicas, push } = plant;
    const place = replicas.places[row];
    if (push !== undefined || (requests === undefined) !== (place === undefined)) return this.replica(row, own.kept);
    const id = replicas.ids[row]!;
    const phase = PHASES[replicas.phases[row]!]!;
    const since = scenario.start + replicas.since[row]!;
    const started = scenario.start + replicas.started[row]!;
    const { inService, utilization, signals, measured } = own;
    const ready = !Number.isNaN(utilization);
    if (requests === undefined || place === undefined) {
      if (ready) return { id, phase, since, started, inService, utilization, signals, measured };
      return { id, phase, since, started, inService, signals, measured };
    }
    const { keys: devices } = place;
    const node = place.node.spec.name;
    if (ready) return { id, phase, since, started, inService, utilization, signals, measured, requests, node, devices };
    return { id, phase, since, started, inService, signals, measured, requests, node, devices };
  }

  private replica(row: number, own: ReplicaReading | undefined): Replica {
    const { replicas, push } = this.plant;
    const requests = this.requests[replicas.groups[row]!];
    const place = replicas.places[row];
    return {
      id: replicas.ids[row]!,
      phase: PHASES[replicas.phases[row]!]!,
      since: this.scenario.start + replicas.since[row]!,
      started: this.scenario.start + replicas.started[row]!,
      ...own,
      ...(requests === undefined ? {} : { requests }),
      ...(place === undefined ? {} : { node: place.node.spec.name, devices: place.keys }),
      ...(push === undefined ? {} : reported(this.plant, row)),
    };
  }
}

/** The same as far as it is on this node, but for groups and queues. */
function within(observation: Observation, node: string): Observation {
  const { nodes, devices } = observation;
  return {
    ...observation,
    nodes: Object.fromEntries(Object.entries(nodes).filter(([name]) => name === node)),
    devices: Object.fromEntries(Object.entries(devices).filter(([, device]) => device.node === node)),
  };
}

const MOST_FEEDS = 16;
/** Shown again and again, so nobody may write into it. */
const NOTHING = Object.freeze({});

/** What one replica of the group reserves; undefined: nothing. */
function requestsOf({ spec, claim }: GroupState): Signals | undefined {
  const { cores: cpu } = spec.needs;
  const { memory } = claim;
  if (cpu === 0) return memory === 0 ? undefined : { memory };
  return memory === 0 ? { cpu } : { cpu, memory };
}

/** Phases as observations name them, by their number in the plant. */
const PHASES: readonly Phase[] = ["pending", "warming", "ready", "ready", "draining", "failed", "unhealthy", "failed"];
