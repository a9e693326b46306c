import type { ClassSpec, SourceSpec } from "../../scenarios/scenario.ts";
import { FOLLOW } from "../engine/kinds.ts";
import { KeyedStream, keyOf } from "../random/keyed.ts";
import { type Sampler, sampler } from "../random/sampler.ts";
import { classAt, classDemands } from "../workload/classes.ts";
import { lineIndex } from "./lines.ts";
import type { Plant } from "./plant.ts";

/**
 * Clients that wait for the end of their task, thinking before each. What a client draws depends on it and on how many tasks it
 * has sent, so under every policy its tasks are the same; only when they come differs.
 */
export class Clients {
  private readonly sender: number;
  /** Where their tasks go: those of no class, then those of each. */
  private readonly lines: readonly number[];
  private readonly classes: readonly ClassSpec[];
  private readonly until: number;
  private readonly stream = new KeyedStream();
  private readonly think: Sampler;
  private readonly service: Sampler;
  private readonly demand: (kind: number, demand: number) => number;

  /** `sender`: what their tasks carry. */
  constructor(
    spec: Extract<SourceSpec, { kind: "clients" }>,
    sender: number,
    lineOf: (queue: string, kind?: string) => number,
  ) {
    this.sender = sender;
    this.classes = spec.classes ?? [];
    this.lines = [lineOf(spec.queue), ...this.classes.map(({ name }) => lineOf(spec.queue, name))];
    this.until = spec.until ?? Number.POSITIVE_INFINITY;
    this.think = sampler(spec.think, this.stream);
    this.service = sampler(spec.service, this.stream);
    this.demand = classDemands(this.classes, () => this.stream);
  }

  /** A client begins to think, from this moment on; it sends nothing after its source has ended. */
  send(plant: Plant, from: number, key: number): void {
    this.stream.begin(key);
    const arrival = from + this.think.next();
    if (arrival >= this.until) return;
    const demand = this.service.next();
    const kind = this.classes.length === 0 ? 0 : classAt(this.classes, this.stream.begin(keyOf(key, 1)).next());
    const task = plant.tasks.add(arrival, this.demand(kind, demand), this.lines[kind]!);
    plant.tasks.keys[task] = keyOf(key, 0);
    plant.tasks.tell(task, this.sender, 0);
    plant.events.push(arrival, FOLLOW, task, 0);
  }
}

/** The clients of a scenario; all begin to think when their source begins. */
export function openClients(plant: Plant, workload: readonly SourceSpec[], seed: number): void {
  workload.forEach((spec, source) => {
    if (spec.kind !== "clients") return;
    const clients = new Clients(spec, plant.clients.length + 1, (queue, kind) => lineIndex(plant.queues, queue, kind));
    plant.clients.push(clients);
    const key = keyOf(seed, source);
    for (let client = 0; client < spec.count; client++) clients.send(plant, spec.from, keyOf(key, client));
  });
}
