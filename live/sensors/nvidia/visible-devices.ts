import type { MigSlice } from "./mig.ts";
import type { Gpu } from "./parse.ts";

export interface Visible {
  readonly gpus: readonly Gpu[];
  readonly slices: readonly MigSlice[];
  /** The entry that named nothing, where there was one. */
  readonly unknown: readonly string[];
}

/**
 * What `CUDA_VISIBLE_DEVICES` leaves of the GPUs, in its order: indexes, or UUIDs, which may be cut short where they stay unique. As in
 * CUDA, an entry that names nothing hides itself and all after it; -1 and an empty text hide all. Not set: everything is visible. A GPU in
 * MIG mode stands for its slices: CUDA would take the first of them, but here each replica is told which one is its own.
 */
export function visibleDevices(
  variable: string | undefined,
  gpus: readonly Gpu[],
  slices: readonly MigSlice[],
): Visible {
  if (variable === undefined) return { gpus: gpus.filter(({ mig }) => !mig), slices, unknown: [] };
  const seen = { gpus: [] as Gpu[], slices: [] as MigSlice[] };
  for (const entry of variable.split(",").map((part) => part.trim())) {
    if (entry === "" || entry === "-1" || entry === "NoDevFiles") break;
    const [gpu, slice] = [only(gpus.filter(named(entry))), only(slices.filter(named(entry)))];
    if (gpu?.mig === true) seen.slices.push(...slices.filter((each) => each.gpu === gpu.uuid));
    else if (gpu !== undefined) seen.gpus.push(gpu);
    else if (slice !== undefined) seen.slices.push(slice);
    else return { ...seen, unknown: [entry] };
  }
  return { ...seen, unknown: [] };
}

function named(
  entry: string,
): (device: { readonly uuid: string; readonly index: number; readonly mig?: boolean }) => boolean {
  if (/^\d+$/.test(entry)) return ({ index, mig }) => mig !== undefined && index === Number(entry);
  return ({ uuid }) => /^(GPU|MIG)-./.test(entry) && uuid.startsWith(entry);
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
