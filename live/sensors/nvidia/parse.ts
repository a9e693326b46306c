import type { Bytes, Fraction } from "../../../policies/policy.ts";
import { SensorFault } from "../../sensor.ts";

export interface Gpu {
  readonly uuid: string;
  readonly index: number;
  readonly utilization?: Fraction;
  readonly memoryFree?: Bytes;
  readonly memoryTotal?: Bytes;
  /** It is cut into slices, and only these can be used. */
  readonly mig: boolean;
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
    const [percent, memoryFree, memoryTotal] = [number(utilization), mebibytes(free), mebibytes(total)];
    return {
      uuid,
      index: Number(index),
      ...(percent === undefined ? {} : { utilization: percent / 100 }),
      ...(memoryFree === undefined ? {} : { memoryFree }),
      ...(memoryTotal === undefined ? {} : { memoryTotal }),
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

/** `40151 MiB`, or without the unit; undefined of what is no number. */
export function mebibytes(field: string | undefined): Bytes | undefined {
  const value = number(field?.replace(/ MiB$/, ""));
  return value === undefined ? undefined : value * MIB;
}

const MIB = 2 ** 20;

function rows(csv: string): string[][] {
  const lines = csv.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("No devices were found"));
  return lines.map((line) => line.split(",").map((field) => field.trim()));
}

/** `[N/A]`, `[Not Supported]`, `[Insufficient Permissions]`, `[Unknown Error]` and `[GPU is lost]` are no numbers. */
function number(field: string | undefined): number | undefined {
  return /^\d+(\.\d+)?$/.test(field ?? "") ? Number(field) : undefined;
}
