import type { FollowUp, QueueSpec } from "../../scenarios/scenario.ts";
import { FOLLOW } from "../engine/kinds.ts";
import { KeyedStream, keyOf } from "../random/keyed.ts";
import { type Sampler, sampler } from "../random/sampler.ts";
import { lineIndex } from "./lines.ts";
import type { Plant } from "./plant.ts";

/** Tasks that arise from the completed tasks of one queue. */
export class FollowUps {
  private readonly rules: readonly Rule[];
  private readonly stream = new KeyedStream();

  constructor(specs: readonly FollowUp[], queueIndex: (name: string) => number) {
    this.rules = specs.map((spec) => ({
      queue: queueIndex(spec.queue),
      count: spec.count,
      probability: spec.probability,
      delay: sampler(spec.delay, this.stream),
      service: sampler(spec.service, this.stream),
      left: spec.limit ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** A task with this key has been completed. */
  arise(plant: Plant, key: number): void {
    for (let index = 0; index < this.rules.length; index++) {
      const rule = this.rules[index]!;
      const own = keyOf(key, index);
      const happens = rule.probability >= 1 || this.stream.begin(own).next() < rule.probability;
      if (!happens || rule.left < rule.count) continue;
      rule.left -= rule.count;
      for (let copy = 0; copy < rule.count; copy++) {
        const child = keyOf(own, copy);
        this.stream.begin(child);
        const delay = rule.delay.next();
        const task = plant.tasks.add(plant.now + delay, rule.service.next(), rule.queue);
        plant.tasks.keys[task] = child;
        if (delay === 0) plant.admit(task, rule.queue);
        else plant.events.push(plant.now + delay, FOLLOW, task, 0);
      }
    }
  }
}

/** What completed tasks bring about; those of a class the same as the others of their queue. */
export function openFollowUps(plant: Plant, queues: readonly QueueSpec[]): void {
  for (const { name, followUps } of queues) {
    if (followUps === undefined) continue;
    const rules = new FollowUps(followUps, (queue) => lineIndex(plant.queues, queue));
    for (const line of plant.lines.get(name)!) line.followUps = rules;
  }
}

interface Rule {
  readonly queue: number;
  readonly count: number;
  readonly probability: number;
  readonly delay: Sampler;
  readonly service: Sampler;
  /** How many may still arise. */
  left: number;
}
