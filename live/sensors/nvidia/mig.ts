import type { Bytes } from "../../../policies/policy.ts";
import { mebibytes } from "./parse.ts";

/** A part of a GPU in MIG mode. */
export interface MigSlice {
  readonly uuid: string;
  /** The GPU it is cut from, and its index. */
  readonly gpu: string;
  readonly index: number;
  readonly memoryFree?: Bytes;
  readonly memoryTotal?: Bytes;
  readonly processes?: number;
}

/**
 * The slices that `nvidia-smi -L` lists under their GPUs, with what `nvidia-smi -q -x` tells of them: only the list has their UUIDs, and
 * only the other their memory; both have the number of the slice on its GPU. Drivers before R470 name them by GPU and instances,
 * `MIG-GPU-<uuid>/1/0`, as CUDA_VISIBLE_DEVICES takes them then.
 */
export function migSlices(list: string, xml: string): MigSlice[] {
  const read = readings(xml);
  let [gpu, index] = ["", -1];
  return list.split("\n").flatMap((line): MigSlice[] => {
    const head = line.match(/^GPU (\d+):.*\(UUID: (GPU-[^)]+)\)/);
    if (head !== null) [gpu, index] = [head[2] ?? "", Number(head[1])];
    const [, number = "", uuid] = line.match(/^\s+MIG .*Device\s+(\d+): \(UUID: (MIG-[^)]+)\)/) ?? [];
    return uuid === undefined ? [] : [{ uuid, gpu, index, ...read.get(`${gpu} ${number}`) }];
  });
}

/** By GPU and number of the slice. */
function readings(xml: string): Map<string, Pick<MigSlice, "memoryFree" | "memoryTotal" | "processes">> {
  return new Map(
    all(xml, "gpu").flatMap((gpu) => {
      // Some drivers name the slices, too.
      const uuid = text(gpu.replace(/<mig_devices>.*<\/mig_devices>/s, ""), "uuid");
      const processes = all(gpu, "process_info").filter((each) => text(each, "type").includes("C"));
      return all(gpu, "mig_device").map((slice) => {
        const [memory = ""] = all(slice, "fb_memory_usage");
        const [memoryFree, memoryTotal] = [mebibytes(text(memory, "free")), mebibytes(text(memory, "total"))];
        const own = processes.filter((each) => instance(each) === instance(slice));
        return [
          `${uuid} ${text(slice, "index")}`,
          {
            ...(memoryFree === undefined ? {} : { memoryFree }),
            ...(memoryTotal === undefined ? {} : { memoryTotal }),
            processes: own.length,
          },
        ] as const;
      });
    }),
  );
}

function instance(element: string): string {
  return `${text(element, "gpu_instance_id")}/${text(element, "compute_instance_id")}`;
}

/** What is in the elements of a name. None of those asked for holds another of its own name. */
function all(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, "gs"))].map(([, inner = ""]) => inner);
}

function text(xml: string, name: string): string {
  return all(xml, name)[0]?.trim() ?? "";
}
