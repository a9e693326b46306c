import type { Json, Observation, Policy } from "../policies/policy.ts";

/** Where a reading is in an observation: `["queues", "work", "waiting"]`. */
export type ReadingPath = readonly string[];

/** All readings in something of an observation. */
export function readingsIn(value: unknown, path: ReadingPath = []): ReadingPath[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([name, member]) => readingsIn(member, [...path, name]));
}

/**
 * Those of the missing readings that a policy looks for when it decides; what was decided may be another thing than it had been with
 * them. A policy does nothing but decide, so it can be asked once more, and be watched.
 */
export function lookedFor(
  policy: Policy,
  observation: Observation,
  memory: Json,
  missing: readonly ReadingPath[],
): readonly ReadingPath[] {
  if (missing.length === 0) return missing;
  const found = new Set<ReadingPath>();
  try {
    policy.decide(
      watched(observation, missing, (path) => found.add(path)),
      structuredClone(memory),
    );
  } catch {
    // It did decide when it was not watched. Nobody knows what it looks for.
    return missing;
  }
  return missing.filter((path) => found.has(path));
}

/** The same observation, with a place for each missing reading that tells when somebody looks there, by name or at all there is. */
function watched(
  observation: Observation,
  missing: readonly ReadingPath[],
  look: (path: ReadingPath) => void,
): Observation {
  const copy = structuredClone(observation);
  for (const path of missing) {
    const owner = path.slice(0, -1).reduce<unknown>((value, name) => (value as Table | undefined)?.[name], copy);
    const name = path.at(-1) ?? "";
    // Another sensor may tell it, too.
    if (typeof owner !== "object" || owner === null || Object.hasOwn(owner, name)) continue;
    Object.defineProperty(owner, name, { enumerable: true, configurable: true, get: () => look(path) });
  }
  return copy;
}

type Table = Readonly<Record<string, unknown>>;
