import type { Seconds } from "../policies/policy.ts";
import { cacheOwner, modelOwner, type ResourceAction, type ResourceOwner } from "./owners/resource-owner.ts";
import type { LiveFile } from "./schema.ts";

/** An owner of models or caches, where the configuration has it. */
export interface Resource {
  readonly name: "models" | "caches";
  readonly owner: ResourceOwner;
  readonly timeout: Seconds;
}

/** The owners of models and caches that the configuration names; `folder`: of the file. */
export function resourcesOf({ models, caches }: Pick<LiveFile, "models" | "caches">, folder: string): Resource[] {
  return [
    ...(models === undefined
      ? []
      : [{ name: "models", owner: modelOwner(models.command, folder), timeout: models.timeout } as const]),
    ...(caches === undefined
      ? []
      : [{ name: "caches", owner: cacheOwner(caches.command, folder), timeout: caches.timeout } as const]),
  ];
}

/** Whoever can do this; undefined where the configuration names nobody. */
export function ownerFor(kind: ResourceAction["kind"], resources: readonly Resource[]): Resource | undefined {
  return resources.find(({ owner }) => owner.asks.includes(kind));
}
