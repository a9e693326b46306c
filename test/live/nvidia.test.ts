import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { SensorFault } from "../../live/sensor.ts";
import { visibleDevices } from "../../live/sensors/nvidia/visible-devices.ts";
import { nvidiaSensor } from "../../live/sensors/nvidia.ts";
import { until } from "./broker.ts";

const GIB = 2 ** 30;
const A = "GPU-4f2ba3f1-0b41-4a55-9d7e-1c2d3e4f5a6b";
const B = "GPU-91c0ffee-7a31-4c1d-8e2f-0a1b2c3d4e5f";
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A program that answers as the driver's tool does; `body` is shell. */
function standIn(body: string): { program: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-smi-"));
  folders.push(folder);
  const program = join(folder, "nvidia-smi");
  writeFileSync(program, `#!/bin/sh\ncd ${folder}\n${body}\n`);
  chmodSync(program, 0o755);
  return { program, folder };
}

/** `gpus` for the query of GPUs, `apps` for that of processes, `list` for -L. */
function answering(gpus: string, apps = "", list = "") {
  return standIn(
    `case "$1" in --query-gpu*) printf '%b' '${gpus}';; --query-compute-apps*) printf '%b' '${apps}';; -L) printf '%b' '${list}';; esac`,
  );
}

async function read(program: string, visible?: string) {
  const faults: SensorFault[] = [];
  const sensor = nvidiaSensor({ node: "here", program }, visible);
  const reading = await sensor.read(new AbortController().signal, (fault) => faults.push(fault));
  return { ...reading, faults: faults.map(({ message }) => message), listed: sensor.listed() };
}

test("GPUs by UUID, in fractions and bytes, with the processes that compute on them", async () => {
  const { program } = answering(
    `0, ${A}, 97, 4096, 81559, Disabled\\n1, ${B}, 0, 80994, 81559, Disabled\\n`,
    `${A}, 4711\\n${A}, 4712\\n`,
  );
  expect(await read(program)).toEqual({
    devices: {
      [A]: { node: "here", index: 0, utilization: 0.97, memoryFree: 4 * GIB, memoryTotal: 81559 * 2 ** 20 },
      [B]: { node: "here", index: 1, utilization: 0, memoryFree: 80994 * 2 ** 20, memoryTotal: 81559 * 2 ** 20 },
    },
    signals: { [`computeProcesses/${A}`]: 2, [`computeProcesses/${B}`]: 0 },
    faults: [],
    listed: { devices: { [A]: { node: "here", index: 0 }, [B]: { node: "here", index: 1 } } },
  });
});

test.each(["[N/A]", "[Not Supported]", "[Unknown Error]", "[GPU is lost]", "ERR!"])(
  "%s is not known, and not zero",
  async (word) => {
    const { devices, faults } = await read(answering(`0, ${A}, ${word}, ${word}, ${word}, [N/A]\\n`).program);
    expect(devices).toEqual({ [A]: { node: "here", index: 0 } });
    expect(faults).toEqual([expect.stringMatching(/knows no memory of GPU-4f2b/)]);
  },
);

test("a GPU in MIG mode tells no utilization; its slices are listed with its index", async () => {
  const slice = "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f";
  const { program } = answering(
    `0, ${A}, [N/A], 70000, 81559, Enabled\\n1, ${B}, 3, 80994, 81559, Disabled\\n`,
    "",
    `GPU 0: NVIDIA H100 (UUID: ${A})\\n  MIG 1g.10gb     Device  0: (UUID: ${slice})\\nGPU 1: NVIDIA H100 (UUID: ${B})\\n`,
  );
  const { devices } = await read(program);
  expect(devices?.[A]).toEqual({ node: "here", index: 0, memoryFree: 70000 * 2 ** 20, memoryTotal: 81559 * 2 ** 20 });
  expect(devices?.[slice]).toEqual({ node: "here", index: 0 });
  expect(Object.keys((await read(program, "MIG-c6d4")).devices ?? {})).toEqual([slice]);
});

test.each(["exit 0", "exit 6"])("no devices are an answer (%s)", async (ending) => {
  const { program } = standIn(`echo "No devices were found"; ${ending}`);
  expect(await read(program)).toEqual({ devices: {}, signals: {}, faults: [], listed: { devices: {} } });
});

test("a driver that fails is no machine without GPUs: the known ones stay listed", async () => {
  const { program, folder } = standIn(
    `if [ -e broken ]; then echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."; exit 9; fi
     case "$1" in --query-gpu*) echo "0, ${A}, 1, 80000, 81559, Disabled";; esac`,
  );
  const sensor = nvidiaSensor({ node: "here", program }, undefined);
  const { signal } = new AbortController();
  await sensor.read(signal, ({ message }) => expect.unreachable(message));
  writeFileSync(join(folder, "broken"), "");
  await expect(sensor.read(signal, () => undefined)).rejects.toThrow(/ended with code 9: NVIDIA-SMI has failed/);
  expect(sensor.listed()).toEqual({ devices: { [A]: { node: "here", index: 0 } } });
});

test("a driver that hangs is given up, and its tool is killed with all it started", async () => {
  const { program, folder } = standIn("sleep 600 & echo $! > child; wait");
  const limit = new AbortController();
  const reading = nvidiaSensor({ node: "here", program }, undefined).read(limit.signal, () => undefined);
  reading.catch(() => undefined);
  const child = () => Number(readFileSync(join(folder, "child"), "utf8"));
  await until(() => child() > 0);
  limit.abort();
  await expect(reading).rejects.toThrow(/did not end in time/);
  await until(() => !isRunning(child()));
});

test("no such program is said to be", async () => {
  await expect(read("nvidia-smi-that-is-not-here")).rejects.toThrow(/there is no program nvidia-smi-that-is-not-here/);
});

describe("CUDA_VISIBLE_DEVICES", () => {
  const gpus = [A, B, "GPU-9f"].map((uuid, index) => ({ uuid, index, mig: false }));
  test.each([
    [undefined, [0, 1, 2], []],
    ["", [], []],
    ["-1", [], []],
    ["1,0", [1, 0], []],
    [`${B}, 0`, [1, 0], []],
    ["GPU-91", [1], []],
    ["GPU-9", [], ["GPU-9"]],
    ["0,7,1", [0], ["7"]],
    ["0,-1,1", [0], []],
    ["0,gpu-1", [0], ["gpu-1"]],
  ])("%j leaves %j", (variable, indexes, unknown) => {
    const seen = visibleDevices(variable, gpus, []);
    expect([seen.gpus.map(({ index }) => index), seen.unknown]).toEqual([indexes, unknown]);
  });
});

/** A zombie has ended, too: nobody has asked for its code yet. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
