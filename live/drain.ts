import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { Plant } from "./plant.ts";

/** Asks every group for no replica, and resolves when the last one has finished or was killed. What cannot be asked is left. */
export async function drainAll(plant: Plant, groups: readonly string[], clock: Clock, log: Log): Promise<void> {
  const { signal } = new AbortController();
  let draining: readonly string[] = groups;
  for (const group of groups) {
    try {
      await plant.scale({ kind: "scale", group, desired: 0 }, signal);
    } catch (error) {
      draining = draining.filter((each) => each !== group);
      log.error({ group, fault: (error as Error).message }, "could not be drained");
    }
  }
  for (;;) {
    await plant.tend(signal);
    const { groups: seen } = await plant.observe(signal);
    // Of a group that cannot be read nothing is known: it may still have some.
    if (draining.every((group) => seen[group]?.replicas.length === 0)) return;
    await clock.sleep(0.2, signal);
  }
}
