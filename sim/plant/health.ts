import { sampler } from "../random/sampler.ts";
import { type Stream, stream } from "../random/stream.ts";
import type { Plant } from "./plant.ts";

/** What is yet to come of the health of one replica. */
export interface Course {
  readonly chance: Stream;
  /** Seconds until it becomes unhealthy, or healthy again. */
  readonly every: () => number;
  readonly for: () => number;
  /** Checks in a row that it has failed. */
  failed: number;
}

/** Drawn from streams of the replica's own. Undefined where the group checks no health. */
export function courseOf(plant: Plant, row: number): Course | undefined {
  const { replicas, seed } = plant;
  const { health } = plant.groups[replicas.groups[row]!]!.spec;
  if (health === undefined) return undefined;
  const known = replicas.courses[row];
  if (known !== undefined) return known;
  const own = (what: string) => stream(seed, `health/${replicas.ids[row]}/${what}`);
  const never = { kind: "constant", value: Number.POSITIVE_INFINITY } as const;
  const every = sampler(health.unhealthy?.every ?? never, own("every"));
  const period = sampler(health.unhealthy?.for ?? never, own("for"));
  const course = { chance: own("check"), every: () => every.next(), for: () => period.next(), failed: 0 };
  replicas.courses[row] = course;
  return course;
}
