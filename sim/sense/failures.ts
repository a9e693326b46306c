import type { Scenario, Sensors } from "../../scenarios/scenario.ts";
import type { Plant } from "../plant/plant.ts";
import { type Stream, stream } from "../random/stream.ts";

/**
 * Whether the reading of a thing fails now: by a fault, or by chance, of which each thing has its own. Undefined where none can.
 * Every reading draws, faults or not, so a fault does not move the chance of those after it.
 */
export function failures(
  plant: Plant,
  { sensors, faults = [] }: Scenario,
  kind: keyof Sensors,
  observer: number,
): ((name: string) => boolean) | undefined {
  // What policies see as `queue/class` is the queue's.
  const isOut = (name: string) => plant.outages.has(kind, kind === "queues" ? name.replace(/\/.*/, "") : name);
  const { loss = 0 } = sensors[kind];
  if (loss === 0) return faults.length === 0 ? undefined : isOut;
  const streams = new Map<string, Stream>();
  return (name) => {
    const own = streams.get(name) ?? stream(plant.seed, `sensors/${observer}/${kind}/${name}`);
    streams.set(name, own);
    return own.next() < loss || isOut(name);
  };
}
