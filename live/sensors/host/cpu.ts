import type { Fraction, Seconds } from "../../../policies/policy.ts";
import { cgroupFiles, kernelFile, type System } from "./system.ts";
import type { UsableCores } from "./usable-cores.ts";

/** Counters that only grow. */
export interface CpuSample {
  readonly time: Seconds;
  /** By number of the core, in the kernel's ticks. */
  readonly cores: ReadonlyMap<number, { readonly busy: number; readonly total: number }>;
  /** What the own cgroup has used, in seconds of one core. */
  readonly used?: Seconds;
}

/** What `/proc/stat` says by core. Waiting for a disk is idle, and guests are counted in user time already, as psutil has it. */
export function cpuSample(system: System, time: Seconds): CpuSample | undefined {
  const text = kernelFile(system.proc, "stat");
  if (text === undefined) return undefined;
  const cores = new Map<number, { busy: number; total: number }>();
  for (const [, number, counters = ""] of text.matchAll(/^cpu(\d+) (.*)$/gm)) {
    const [user = 0, nice = 0, kernel = 0, idle = 0, disk = 0, irq = 0, softirq = 0, steal = 0] = counters
      .trim()
      .split(" ")
      .map(Number);
    const busy = user + nice + kernel + irq + softirq + steal;
    cores.set(Number(number), { busy, total: busy + idle + disk });
  }
  const [own] = cgroupFiles(system, "cpu", "cpu.stat", "cpuacct.usage");
  const used = own === undefined ? undefined : cgroupUsage(own);
  return used === undefined ? { time, cores } : { time, cores, used };
}

/** Fewer ticks than this say nothing about a core. */
const LEAST_TICKS = 10;

/**
 * The mean of the usable cores between two samples. Where a quota limits, what the cgroup used of it counts if that is more: two busy cores
 * of 64 are all there is to someone who may have two. Undefined while too little time has passed.
 */
export function utilization(first: CpuSample, last: CpuSample, usable: UsableCores): Fraction | undefined {
  const shares = usable.allowed.flatMap((number) => {
    const [before, after] = [first.cores.get(number), last.cores.get(number)];
    if (before === undefined || after === undefined || after.total - before.total < LEAST_TICKS) return [];
    return Math.max(0, after.busy - before.busy) / (after.total - before.total);
  });
  if (shares.length === 0) return undefined;
  const ofCores = Math.min(1, shares.reduce((sum, share) => sum + share, 0) / shares.length);
  const { quota } = usable;
  if (quota === undefined || first.used === undefined || last.used === undefined) return ofCores;
  const ofQuota = (last.used - first.used) / (last.time - first.time) / quota;
  return Math.max(ofCores, Math.min(1, ofQuota));
}

/** `usage_usec 12` of version 2, plain nanoseconds of version 1. */
function cgroupUsage(text: string): Seconds | undefined {
  const microseconds = text.match(/^usage_usec (\d+)/m)?.[1];
  if (microseconds !== undefined) return Number(microseconds) / 1e6;
  return /^\d+\s*$/.test(text) ? Number(text) / 1e9 : undefined;
}
