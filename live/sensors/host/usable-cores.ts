import { cgroupFiles, kernelFile, type System } from "./system.ts";

export interface UsableCores {
  /** Numbers of the cores this process may run on. */
  readonly allowed: readonly number[];
  /** How many it may keep busy: no more than those, and no more than the quota of its cgroup, which need not be whole. */
  readonly count: number;
  /** Set where the quota is what limits. */
  readonly quota?: number;
}

/** By affinity mask and cgroup; undefined where the system does not tell. */
export function usableCores(system: System): UsableCores | undefined {
  const list = kernelFile(system.proc, "self", "status")?.match(/^Cpus_allowed_list:\s*(\S+)/m)?.[1];
  if (list === undefined) return undefined;
  const allowed = cpuList(list);
  if (allowed.length === 0) return undefined;
  const quota = Math.min(...quotas(system));
  return quota < allowed.length ? { allowed, count: quota, quota } : { allowed, count: allowed.length };
}

/** `0-3,8` is 0, 1, 2, 3 and 8. */
export function cpuList(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split("-").map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  });
}

function quotas(system: System): number[] {
  const limits = cgroupFiles(system, "cpu", "cpu.max", "cpu.cfs_quota_us");
  // Version 1 has the period in a file of its own, in the same order.
  const periods = cgroupFiles(system, "cpu", "", "cpu.cfs_period_us");
  return limits.flatMap((text, index) => {
    const [quota = Number.NaN, period = Number(periods[index])] = text.trim().split(" ").map(Number);
    return quota > 0 && period > 0 ? quota / period : [];
  });
}
