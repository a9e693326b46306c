import type { Bytes, Fraction } from "../../../policies/policy.ts";
import { SensorFault } from "../../sensor.ts";

export interface Gpu {
  readonly uuid: string;
  readonly index: number;
  readonly utilization?: Fraction;
  readonly memoryFree?: Bytes;
  readonly memoryTotal?: Bytes;
  /** It is cut into slices. */
  readonly mig: boolean;
}

export interface MigSlice {
  readonly uuid: string;
  /** Of the GPU it is cut from. */
  readonly index: number;
}

/** Lines of index, uuid, utilization (percent), free and total memory (MiB) and MIG mode. What the driver does not know is left out. */
export function gpusOf(csv: string): Gpu[] {
  return rows(csv).map((fields) => {
    const [index, uuid, utilization, free, total, mig] = fields;
    if (!/^\d+$/.test(index ?? "") || uuid === undefined || !uuid.startsWith("GPU-")) {
      throw new SensorFault(
        "refused",
        `nvidia-smi tells of a GPU in words nobody knows: ${JSON.stringify(fields.join(", "))}`,
      );
    }
    const [percent, freeMiB, totalMiB] = [number(utilization), number(free), number(total)];
    return {
      uuid,
      index: Number(index),
      ...(percent === undefined ? {} : { utilization: percent / 100 }),
      ...(freeMiB === undefined ? {} : { memoryFree: freeMiB * MIB }),
      ...(totalMiB === undefined ? {} : { memoryTotal: totalMiB * MIB }),
      mig: mig === "Enabled",
    };
  });
}

/** How many processes compute on each GPU, from lines of its uuid and a pid. */
export function processesOf(csv: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [uuid = ""] of rows(csv)) counts.set(uuid, (counts.get(uuid) ?? 0) + 1);
  return counts;
}

/** The slices that `nvidia-smi -L` lists under their GPUs. */
export function slicesOf(list: string): MigSlice[] {
  let index = -1;
  return list.split("\n").flatMap((line) => {
    const gpu = line.match(/^GPU (\d+):/)?.[1];
    if (gpu !== undefined) index = Number(gpu);
    const uuid = line.match(/\(UUID: (MIG-[^)]+)\)/)?.[1];
    return uuid === undefined ? [] : [{ uuid, index }];
  });
}

const MIB = 2 ** 20;

function rows(csv: string): string[][] {
  const lines = csv.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("No devices were found"));
  return lines.map((line) => line.split(",").map((field) => field.trim()));
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]` and `[GPU is lost]` are no numbers. */
function number(field: string | undefined): number | undefined {
  return /^\d+(\.\d+)?$/.test(field ?? "") ? Number(field) : undefined;
}
