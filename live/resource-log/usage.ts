import { readdirSync } from "node:fs";
import type { Device } from "../../policies/policy.ts";
import { kernelFile, numbersIn, type System } from "../sensors/host/system.ts";

/** What the kernel counts since the boot, of all cores together. */
export interface Counters {
  readonly busy: number;
  readonly disk: number;
  readonly total: number;
}

/** Undefined where the kernel does not tell. */
export function countersOf({ proc }: System): Counters | undefined {
  const fields = kernelFile(proc, "stat")?.match(/^cpu (.*)$/m)?.[1];
  if (fields === undefined) return undefined;
  const [user = 0, nice = 0, kernel = 0, idle = 0, disk = 0, irq = 0, softirq = 0, steal = 0] = fields
    .trim()
    .split(/ +/)
    .map(Number);
  const busy = user + nice + kernel + irq + softirq + steal;
  return { busy, disk, total: busy + idle + disk };
}

/**
 * The line of the whole machine: means between two counts, and totals since the boot of context switches and of what disks read and
 * wrote. GPUs of which nobody knows how busy they are are left out.
 */
export function usageLine(
  { proc }: System,
  before: Counters,
  after: Counters,
  devices: Readonly<Record<string, Device>>,
): string {
  const span = Math.max(1, after.total - before.total);
  const percent = (part: number, whole: number) => `${(whole === 0 ? 0 : (100 * part) / whole).toFixed(2)}%`;
  const [load = 0] = numbersIn(proc, "loadavg") ?? [];
  const memory = (name: string) =>
    Number(kernelFile(proc, "meminfo")?.match(new RegExp(`^${name}:\\s*(\\d+)`, "m"))?.[1] ?? 0);
  const [total, swap] = [memory("MemTotal"), memory("SwapTotal")];
  const switches = kernelFile(proc, "stat")?.match(/^ctxt (\d+)$/m)?.[1] ?? "0";
  const [read, written] = diskMegabytes(proc);
  const gpus = Object.values(devices)
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ index, utilization }) =>
      utilization === undefined ? [] : `, GPU ${index}: ${percent(utilization, 1)}`,
    );
  return [
    `Avg CPU: ${percent(after.busy - before.busy, span)}`,
    `Load: ${load.toFixed(2)}`,
    `I/O Wait: ${percent(after.disk - before.disk, span)}`,
    `Ctx Switches: ${switches}`,
    `Disk Read/Write: ${read.toFixed(2)}/${written.toFixed(2)} MB`,
    `Mem Usage: ${percent(total - memory("MemAvailable"), total)}`,
    `Swap: ${percent(swap - memory("SwapFree"), swap)}`,
    `D-State Processes: ${waitingForDisk(proc)}${gpus.join("")}`,
  ].join(", ");
}

const SECTOR = 512;

/** Of whole disks: partitions would count twice. */
function diskMegabytes(proc: string): [read: number, written: number] {
  const lines = (kernelFile(proc, "diskstats") ?? "").split("\n").map((line) => line.trim().split(/ +/));
  const disks = lines.filter(([, , name = ""]) =>
    /^(sd[a-z]+|vd[a-z]+|xvd[a-z]+|hd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/.test(name),
  );
  const sum = (field: number) => disks.reduce((all, fields) => all + Number(fields[field] ?? 0), 0);
  return [(sum(5) * SECTOR) / 2 ** 20, (sum(9) * SECTOR) / 2 ** 20];
}

function waitingForDisk(proc: string): number {
  const pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => /^State:\s+D/m.test(kernelFile(proc, pid, "status") ?? "")).length;
}
