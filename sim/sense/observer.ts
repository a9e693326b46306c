import type { Device, Group, Node, Observation, Phase, Queue, Replica } from "../../policies/policy.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { OPEN, SENSE } from "../engine/kinds.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { Feed } from "./feed.ts";
import { hidden } from "./hidden.ts";
import { deviceProbe, type GroupReading, groupProbe, nodeProbe, queueProbe } from "./probes.ts";

/** Everything one controller can see of the plant, as its sensors show it: all queues, its groups, its node or all nodes. */
export class Observer {
  private readonly plant: Plant;
  private readonly scenario: Scenario;
  private readonly node: string | undefined;
  /** Subject of its first sensor's events. */
  private readonly subject: number;
  private readonly queues: Feed<Readonly<Record<string, Queue>>>;
  private readonly groups: Feed<Readonly<Record<string, GroupReading>>>;
  private readonly nodes: Feed<Readonly<Record<string, Node>>>;
  private readonly devices: Feed<Readonly<Record<string, Device>>>;
  /** By the subject of their events. */
  private readonly feeds: readonly Feed<unknown>[];

  /** `index`: of the controller. `node`: the only one it sees. */
  constructor(plant: Plant, scenario: Scenario, index: number, node?: string) {
    const { sensors } = scenario;
    this.plant = plant;
    this.node = node;
    this.subject = index * MOST_FEEDS;
    this.scenario = scenario;
    const out = (kind: keyof typeof sensors) => (name: string) => plant.outages.has(kind, name);
    this.queues = new Feed(
      sensors.queues,
      hidden(queueProbe(plant), out("queues"), () => ({})),
    );
    this.groups = new Feed(
      sensors.groups,
      hidden(groupProbe(plant), out("groups"), () => ({ inService: new Map(), signals: {} })),
    );
    this.nodes = new Feed(
      sensors.nodes,
      hidden(nodeProbe(plant, sensors.nodes.window), out("nodes"), ({ cores }) => ({ cores })),
    );
    this.devices = new Feed(
      sensors.devices,
      hidden(deviceProbe(plant, sensors.devices.window), out("devices"), ({ node, index }) => ({ node, index })),
    );
    this.feeds = [this.queues, this.groups, this.nodes, this.devices];
    for (const [feed, { sensor }] of this.feeds.entries()) if (sensor.period > 0) this.plan(feed, 0);
  }

  /** Which controller's, by the subject of a sensor's event. */
  static indexOf(subject: number): number {
    return Math.floor(subject / MOST_FEEDS);
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
    const { plant, scenario } = this;
    const time = scenario.start + plant.now;
    const groups = this.groups.visible(plant.now);
    const observation: Observation = {
      time,
      queues: this.queues.visible(plant.now) ?? Object.fromEntries(plant.queues.map((queue) => [queue.name, {}])),
      groups: Object.fromEntries(
        decided.map((group) => [group.spec.name, this.group(group, groups?.[group.spec.name])]),
      ),
      nodes:
        this.nodes.visible(plant.now) ??
        Object.fromEntries(plant.nodes.map(({ spec }) => [spec.name, { cores: spec.cores }])),
      devices:
        this.devices.visible(plant.now) ??
        Object.fromEntries(
          plant.devices.map((device) => [device.key, { node: device.node.spec.name, index: device.index }]),
        ),
      caches: {},
      signals: {},
    };
    return this.node === undefined ? observation : within(observation, this.node);
  }

  /** Called as soon as a regular check is planned: sensors that read at checks open their window before it. */
  planChecked(next: number): void {
    for (const [feed, { sensor }] of this.feeds.entries()) if (sensor.period === 0) this.plan(feed, next);
  }

  private plan(feed: number, reading: number): void {
    const { period, window } = this.feeds[feed]!.sensor;
    const { events, now } = this.plant;
    if (window > 0) events.push(Math.max(now, reading - window), OPEN, this.subject + feed, 0);
    if (period > 0) events.push(reading, SENSE, this.subject + feed, 0);
  }

  private group(group: GroupState, reading: GroupReading | undefined): Group {
    const { spec } = group;
    return {
      serves: spec.serves,
      ...(spec.offers === undefined ? {} : { offers: spec.offers }),
      minimum: spec.minimum,
      ...(spec.maximum === undefined ? {} : { maximum: spec.maximum }),
      desired: group.desired.value,
      replicas: group.members.map((row) => this.replica(row, reading)),
      signals: { ...reading?.signals, ...(spec.pricePerHour === undefined ? {} : { price: spec.pricePerHour }) },
    };
  }

  private replica(row: number, reading: GroupReading | undefined): Replica {
    const { replicas } = this.plant;
    const { start } = this.scenario;
    const id = replicas.ids[row]!;
    const inService = reading?.inService.get(id);
    const place = replicas.places[row];
    return {
      id,
      phase: PHASES[replicas.phases[row]!]!,
      since: start + replicas.since[row]!,
      started: start + replicas.started[row]!,
      ...(inService === undefined ? {} : { inService }),
      ...(place === undefined
        ? {}
        : { node: place.node.spec.name, devices: place.devices.map((device) => device.key) }),
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

/** Phases as observations name them, by their number in the plant. */
const PHASES: readonly Phase[] = ["pending", "warming", "ready", "ready", "draining", "failed", "unhealthy", "failed"];
