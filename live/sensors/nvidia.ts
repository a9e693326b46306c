import type { Device } from "../../policies/policy.ts";
import { oneAtATime } from "../run-command.ts";
import { type Reading, type Sensor, SensorFault } from "../sensor.ts";
import { migSlices } from "./nvidia/mig.ts";
import { gpusOf, processesOf } from "./nvidia/parse.ts";
import { visibleDevices } from "./nvidia/visible-devices.ts";

export interface NvidiaSpec {
  /** The node they are in. */
  readonly node: string;
  /** `nvidia-smi`, or what stands in for it. */
  readonly program: string;
}

/**
 * The GPUs of this machine by UUID, as `nvidia-smi` tells of them; of those that `CUDA_VISIBLE_DEVICES` names, where it is set. A GPU
 * that was seen once stays listed. Of a GPU in MIG mode there are its slices in its place, with memory and processes; nobody tells how busy
 * they are.
 */
export function nvidiaSensor({ node, program }: NvidiaSpec, visible: string | undefined, run = oneAtATime()): Sensor {
  let known: Readonly<Record<string, Device>> = {};

  async function ask(signal: AbortSignal, words: readonly string[]): Promise<string> {
    const { code, out, err } = await run([program, ...words], { signal });
    // "No devices were found" is an answer, on some drivers with an exit code of its own.
    if (code === 0 || /^No devices were found/m.test(out)) return out;
    const said = `${err}\n${out}`.trim().split("\n")[0] ?? "";
    throw new SensorFault("unreachable", `${program} ended with code ${code}: ${said}`, ["program"]);
  }

  return {
    listed: () => ({ devices: known }),
    async read(signal, failed) {
      const gpus = gpusOf(
        await ask(signal, ["--query-gpu=index,uuid,utilization.gpu,memory.free,memory.total,mig.mode.current", CSV]),
      );
      const slices = gpus.some(({ mig }) => mig)
        ? migSlices(await ask(signal, ["-L"]), await ask(signal, ["-q", "-x"]))
        : [];
      const processes =
        gpus.length === 0
          ? new Map<string, number>()
          : processesOf(await ask(signal, ["--query-compute-apps=gpu_uuid,pid", CSV]));
      const seen = visibleDevices(visible, gpus, slices);
      for (const name of seen.unknown) {
        failed(
          new SensorFault(
            "refused",
            `CUDA_VISIBLE_DEVICES names "${name}", which is no GPU here; nothing after it is visible`,
          ),
        );
      }
      const devices = [
        ...seen.gpus.map((gpu) => ({ ...gpu, processes: processes.get(gpu.uuid) ?? 0 })),
        ...seen.slices,
      ];
      for (const { uuid, memoryTotal } of devices) {
        if (memoryTotal === undefined) failed(new SensorFault("unknown", `${program} knows no memory of ${uuid}`));
      }
      known = Object.fromEntries(devices.map(({ uuid, index }) => [uuid, { node, index }]));
      return reading(node, devices);
    },
    close: async () => undefined,
  };
}

const CSV = "--format=csv,noheader,nounits";

interface Seen extends Omit<Device, "node"> {
  readonly uuid: string;
  readonly processes?: number;
}

function reading(node: string, devices: readonly Seen[]): Reading {
  const read = devices.map(({ uuid, index, utilization, memoryFree, memoryTotal }): [string, Device] => [
    uuid,
    {
      node,
      index,
      ...(utilization === undefined ? {} : { utilization }),
      ...(memoryFree === undefined ? {} : { memoryFree }),
      ...(memoryTotal === undefined ? {} : { memoryTotal }),
    },
  ]);
  const signals = devices.flatMap(({ uuid, processes }): [string, number][] =>
    processes === undefined ? [] : [[`computeProcesses/${uuid}`, processes]],
  );
  return { devices: Object.fromEntries(read), signals: Object.fromEntries(signals) };
}
