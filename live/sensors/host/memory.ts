import type { Bytes, Node } from "../../../policies/policy.ts";
import { cgroupFiles, kernelFile, type System } from "./system.ts";

/** What a new process could have: of the machine, or of the tightest cgroup if that is less. Left out where nobody tells. */
export function memory(system: System): Pick<Node, "memoryTotal" | "memoryFree"> {
  const text = kernelFile(system.proc, "meminfo") ?? "";
  const [total, available] = [kilobytes(text, "MemTotal"), kilobytes(text, "MemAvailable")];
  if (total === undefined || available === undefined) return {};
  const limits = cgroupFiles(system, "memory", "memory.max", "memory.limit_in_bytes").map(Number);
  const used = cgroupFiles(system, "memory", "memory.current", "memory.usage_in_bytes").map(Number);
  const stats = cgroupFiles(system, "memory", "memory.stat", "memory.stat");
  const left = limits.flatMap((limit, index) => {
    const use = used[index];
    return limit < total && use !== undefined ? limit - use + cache(stats[index] ?? "") : [];
  });
  return {
    memoryTotal: Math.min(total, ...limits.filter((limit) => limit < total)),
    memoryFree: Math.max(0, Math.min(available, ...left)),
  };
}

/** Pages of files that nobody used lately are given up before anything is killed. */
function cache(stat: string): Bytes {
  return Number(stat.match(/^(?:total_)?inactive_file (\d+)/m)?.[1] ?? 0);
}

function kilobytes(text: string, field: string): Bytes | undefined {
  const found = text.match(new RegExp(`^${field}:\\s*(\\d+) kB`, "m"))?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}
