import type { FaultSpec, Scenario } from "../../scenarios/scenario.ts";
import type { Plant } from "../plant/plant.ts";
import { type Sampler, sampler } from "../random/sampler.ts";
import { type Stream, stream } from "../random/stream.ts";
import type { FaultEntry } from "../result.ts";
import { begin } from "./begin.ts";

/**
 * The faults of a scenario, as they come over its plant. Each draws from a stream of its own, named after what it is and, among
 * equal ones, its number. They act on the plant, and never on a policy.
 */
export class Faults {
  /** Those that came, in their order; the first thousand. */
  readonly entries: FaultEntry[] = [];
  private readonly plant: Plant;

  constructor(plant: Plant, scenario: Scenario) {
    this.plant = plant;
    const numbers = new Map<string, number>();
    for (const fault of scenario.faults ?? []) {
      const name = `faults/${fault.kind}/${subject(fault)}`;
      const number = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, number);
      this.plan(fault, number === 1 ? name : `${name}/${number}`);
    }
  }

  private plan(fault: FaultSpec, name: string): void {
    const { plant } = this;
    const chance = stream(plant.seed, name);
    const length = "for" in fault && fault.for ? sampler(fault.for, stream(plant.seed, `${name}/for`)) : undefined;
    if ("at" in fault) for (const at of fault.at) plant.agenda.at(at, () => this.come(fault, chance, length));
    else {
      const gap = sampler(fault.every, stream(plant.seed, `${name}/every`));
      const again = () => plant.agenda.at(plant.now + gap.next(), () => this.come(fault, chance, length, again));
      again();
    }
  }

  /** The fault begins, and ends when it does. */
  private come(spec: FaultSpec, chance: Stream, length: Sampler | undefined, again?: () => void): void {
    const { plant, entries } = this;
    const fault = spec.kind === "nodeLoss" ? { ...spec, node: spec.node ?? anyNode(plant, chance) } : spec;
    const entry: { -readonly [Key in keyof FaultEntry]: FaultEntry[Key] } = {
      time: plant.now,
      kind: fault.kind,
      subject: subject(fault),
    };
    if (entries.length < MOST) entries.push(entry);
    const end = begin(plant, fault, chance);
    if (end === undefined) again?.();
    else if (length !== undefined) {
      plant.agenda.at(plant.now + length.next(), () => {
        end();
        entry.until = plant.now;
        again?.();
      });
    }
  }
}

/** One of the nodes that are there; where none is, it is one that is gone already. */
function anyNode(plant: Plant, chance: Stream): string {
  const there = plant.nodes.filter(({ losses }) => losses === 0);
  const from = there.length === 0 ? plant.nodes : there;
  return from[Math.floor(chance.next() * from.length)]!.spec.name;
}

/** What a fault concerns, in words that do not depend on the others. */
function subject(fault: FaultSpec): string {
  switch (fault.kind) {
    case "nodeLoss":
      return fault.node ?? "any";
    case "replicaCrash":
    case "manualEdit":
      return fault.group;
    case "purge":
      return fault.queue;
    case "brokerOutage":
      return fault.queues.join(", ");
    case "sensorOutage":
      return fault.names.join(", ");
    case "actuator":
    case "startFailure":
      return fault.groups.join(", ");
  }
}

const MOST = 1000;
