import type { Device } from "../../policies/policy.ts";
import { runCommand } from "../run-command.ts";
import { type Reading, type Sensor, SensorFault } from "../sensor.ts";
import { type Gpu, gpusOf, type MigSlice, processesOf, slicesOf } from "./nvidia/parse.ts";
import { visibleDevices } from "./nvidia/visible-devices.ts";

export interface NvidiaSpec {
  /** The node they are in. */
  readonly node: string;
  /** `nvidia-smi`, or what stands in for it. */
  readonly program: string;
}

/**
 * The GPUs of this machine by UUID, as `nvidia-smi` tells of them; of those that `CUDA_VISIBLE_DEVICES` names, where it is set. A GPU
 * that was seen once stays listed. GPUs in MIG mode tell no utilization, and of their slices only that they exist.
 */
export function nvidiaSensor({ node, program }: NvidiaSpec, visible: string | undefined): Sensor {
  let known: Readonly<Record<string, Device>> = {};

  async function ask(signal: AbortSignal, words: readonly string[]): Promise<string> {
    const { code, out, err } = await runCommand([program, ...words], { signal });
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
      const slices = gpus.some(({ mig }) => mig) ? slicesOf(await ask(signal, ["-L"])) : [];
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
      for (const { uuid, memoryTotal } of seen.gpus) {
        if (memoryTotal === undefined) failed(new SensorFault("unknown", `${program} knows no memory of ${uuid}`));
      }
      known = listed(node, seen.gpus, seen.slices);
      return reading(node, seen.gpus, seen.slices, processes);
    },
    close: async () => undefined,
  };
}

const CSV = "--format=csv,noheader,nounits";

function reading(
  node: string,
  gpus: readonly Gpu[],
  slices: readonly MigSlice[],
  processes: ReadonlyMap<string, number>,
): Reading {
  const devices = gpus.map(({ uuid, mig: _, ...gpu }): [string, Device] => [uuid, { node, ...gpu }]);
  const signals = gpus.map(({ uuid }): [string, number] => [`computeProcesses/${uuid}`, processes.get(uuid) ?? 0]);
  return {
    devices: { ...Object.fromEntries(devices), ...listed(node, [], slices) },
    signals: Object.fromEntries(signals),
  };
}

function listed(node: string, gpus: readonly Gpu[], slices: readonly MigSlice[]): Record<string, Device> {
  return Object.fromEntries([...gpus, ...slices].map(({ uuid, index }) => [uuid, { node, index }]));
}
