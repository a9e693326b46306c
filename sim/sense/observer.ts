import type { Device, Group, Node, Observation, Phase, Queue, Replica } from "../../policies/policy.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { OPEN, SENSE } from "../engine/kinds.ts";
import type { GroupState } from "../plant/group.ts";
import type { Plant } from "../plant/plant.ts";
import { Feed } from "./feed.ts";
import { hidden } from "./hidden.ts";
import { deviceProbe, type GroupReading, groupProbe, nodeProbe, queueProbe } from "./probes.ts";

/** Everything the controller can see of the plant, as its sensors show it. */
export class Observer {
  private readonly plant: Plant;
  private readonly scenario: Scenario;
  private readonly queues: Feed<Readonly<Record<string, Queue>>>;
  private readonly groups: Feed<Readonly<Record<string, GroupReading>>>;
  private readonly nodes: Feed<Readonly<Record<string, Node>>>;
  private readonly devices: Feed<Readonly<Record<string, Device>>>;
  /** By the subject of their events. */
  private readonly feeds: readonly Feed<unknown>[];

  constructor(plant: Plant, scenario: Scenario) {
    const { sensors } = scenario;
    this.plant = plant;
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
    for (let index = 0; index < this.feeds.length; index++) this.plan(index, this.firstReading(index));
  }

  open(index: number): void {
    this.feeds[index]!.open();
  }

  /** A sensor with a period of its own reads, and its next reading is planned. */
  sense(index: number): void {
    this.feeds[index]!.sense();
    this.plan(index, this.plant.now + this.feeds[index]!.sensor.period);
  }

  /** The controller is about to look; the windows of its next look are planned. */
  observe(): Observation {
    const { plant, scenario } = this;
    const time = scenario.start + plant.now;
    const groups = this.groups.visible(plant.now);
    const observation: Observation = {
      time,
      queues: this.queues.visible(plant.now) ?? Object.fromEntries(plant.queues.map((queue) => [queue.name, {}])),
      groups: Object.fromEntries(
        plant.groups.map((group) => [group.spec.name, this.group(group, groups?.[group.spec.name])]),
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
    return observation;
  }

  /** Called after each regular check: sensors that read at checks open their window before the next one. */
  planChecked(next: number): void {
    for (let index = 0; index < this.feeds.length; index++) {
      if (this.feeds[index]!.sensor.period === 0) this.plan(index, next);
    }
  }

  private firstReading(index: number): number {
    return this.feeds[index]!.sensor.period === 0 ? this.scenario.check.phase : 0;
  }

  private plan(index: number, reading: number): void {
    const { period, window } = this.feeds[index]!.sensor;
    const { events, now } = this.plant;
    if (window > 0) events.push(Math.max(now, reading - window), OPEN, index, 0);
    if (period > 0) events.push(reading, SENSE, index, 0);
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

/** Phases as observations name them, by their number in the plant. */
const PHASES: readonly Phase[] = ["pending", "warming", "ready", "ready", "draining", "failed", "unhealthy", "failed"];
