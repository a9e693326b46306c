import type { SourceSpec } from "../../scenarios/scenario.ts";
import { FOLLOW } from "../engine/kinds.ts";
import { KeyedStream, keyOf } from "../random/keyed.ts";
import { type Sampler, sampler } from "../random/sampler.ts";
import type { Plant } from "./plant.ts";

/**
 * Clients that wait for the end of their task, thinking before each. What a client draws depends on it and on how many tasks it
 * has sent, so under every policy its tasks are the same; only when they come differs.
 */
export class Clients {
  private readonly sender: number;
  private readonly queue: number;
  private readonly until: number;
  private readonly stream = new KeyedStream();
  private readonly think: Sampler;
  private readonly service: Sampler;

  /** `sender`: what their tasks carry. */
  constructor(spec: Extract<SourceSpec, { kind: "clients" }>, sender: number, queue: number) {
    this.sender = sender;
    this.queue = queue;
    this.until = spec.until ?? Number.POSITIVE_INFINITY;
    this.think = sampler(spec.think, this.stream);
    this.service = sampler(spec.service, this.stream);
  }

  /** A client begins to think, from this moment on; it sends nothing after its source has ended. */
  send(plant: Plant, from: number, key: number): void {
    this.stream.begin(key);
    const arrival = from + this.think.next();
    if (arrival >= this.until) return;
    const task = plant.tasks.add(arrival, this.service.next(), this.queue);
    plant.tasks.keys[task] = keyOf(key, 0);
    plant.tasks.senders[task] = this.sender;
    plant.events.push(arrival, FOLLOW, task, 0);
  }
}

/** The clients of a scenario; all begin to think when their source begins. */
export function openClients(plant: Plant, workload: readonly SourceSpec[], seed: number): void {
  workload.forEach((spec, source) => {
    if (spec.kind !== "clients") return;
    const queue = plant.queues.findIndex(({ name }) => name === spec.queue);
    const clients = new Clients(spec, plant.clients.length + 1, queue);
    plant.clients.push(clients);
    const key = keyOf(seed, source);
    for (let client = 0; client < spec.count; client++) clients.send(plant, spec.from, keyOf(key, client));
  });
}
