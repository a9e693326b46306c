import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { oneAtATime } from "../../live/run-command.ts";
import type { SensorFault } from "../../live/sensor.ts";
import { visibleDevices } from "../../live/sensors/nvidia/visible-devices.ts";
import { nvidiaSensor } from "../../live/sensors/nvidia.ts";
import { until } from "./broker.ts";

const { signal } = new AbortController();
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

/** `gpus` for the query of GPUs, `apps` for that of processes, `list` for -L, `xml` for -q -x. */
function answering(gpus: string, apps = "", list = "", xml = "") {
  return standIn(
    `case "$1" in --query-gpu*) printf '%b' '${gpus}';; --query-compute-apps*) printf '%b' '${apps}';; -L) printf '%b' '${list}';; -q) printf '%b' '${xml}';; esac`,
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

test.each(["[N/A]", "[Not Supported]", "[Unknown Error]", "[Insufficient Permissions]", "[GPU is lost]", "ERR!"])(
  "%s is not known, and not zero",
  async (word) => {
    const { devices, faults } = await read(answering(`0, ${A}, ${word}, ${word}, ${word}, [N/A]\\n`).program);
    expect(devices).toEqual({ [A]: { node: "here", index: 0 } });
    expect(faults).toEqual([expect.stringMatching(/knows no memory of GPU-4f2b/)]);
  },
);

/** What `nvidia-smi -q -x` tells of GPUs in MIG mode, as far as anybody here reads it. */
function xmlOf(uuid: string, slices: readonly string[], processes = ""): string {
  return `<gpu id="00000000:00:09.0"><mig_mode><current_mig>Enabled</current_mig></mig_mode>
<mig_devices>${slices.join("")}</mig_devices>
<uuid>${uuid}</uuid><fb_memory_usage><total>81920 MiB</total><used>3703 MiB</used><free>77771 MiB</free></fb_memory_usage>
<processes>${processes}</processes></gpu>`;
}

const slice = (index: number, instance: number, free: string) =>
  `<mig_device><index>${index}</index><uuid>MIG-of-some-drivers</uuid><gpu_instance_id>${instance}</gpu_instance_id><compute_instance_id>0</compute_instance_id>
<fb_memory_usage><total>40448 MiB</total><reserved>0 MiB</reserved><used>298 MiB</used><free>${free}</free></fb_memory_usage></mig_device>`;

const running = (instance: number, type: string) =>
  `<process_info><gpu_instance_id>${instance}</gpu_instance_id><compute_instance_id>0</compute_instance_id><pid>4711</pid><type>${type}</type></process_info>`;

const S1 = "MIG-b3061c09-2a4c-5026-a575-79f86a5bb12c";
const S2 = "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f";

/** Two GPUs, of which the first is cut in two. */
function cut(): string {
  return answering(
    `0, ${A}, [N/A], 77771, 81920, Enabled\\n1, ${B}, 3, 80994, 81559, Disabled\\n`,
    `${A}, 4711\\n${B}, 12\\n`,
    `GPU 0: NVIDIA H100 80GB HBM3 (UUID: ${A})\\n  MIG 3g.40gb     Device  0: (UUID: ${S1})\\n  MIG 3g.40gb     Device  1: (UUID: ${S2})\\nGPU 1: NVIDIA H100 80GB HBM3 (UUID: ${B})\\n`,
    `<nvidia_smi_log>${xmlOf(A, [slice(0, 1, "40151 MiB"), slice(1, 2, "10000 MiB")], running(2, "C") + running(2, "M+C") + running(1, "G"))}</nvidia_smi_log>`,
  ).program;
}

test("in place of a GPU in MIG mode there are its slices, with their own memory and processes", async () => {
  const { devices, signals, faults } = await read(cut());
  const total = 40448 * 2 ** 20;
  expect(devices).toEqual({
    [B]: { node: "here", index: 1, utilization: 0.03, memoryFree: 80994 * 2 ** 20, memoryTotal: 81559 * 2 ** 20 },
    [S1]: { node: "here", index: 0, memoryFree: 40151 * 2 ** 20, memoryTotal: total },
    [S2]: { node: "here", index: 0, memoryFree: 10000 * 2 ** 20, memoryTotal: total },
  });
  expect(signals).toEqual({
    [`computeProcesses/${B}`]: 1,
    [`computeProcesses/${S1}`]: 0,
    [`computeProcesses/${S2}`]: 2,
  });
  expect(faults).toEqual([]);
});

test.each([
  [S2, [S2], []],
  ["MIG-c6d4", [S2], []],
  [`1,${S1}`, [B, S1], []],
  ["0", [S1, S2], []],
  [A, [S1, S2], []],
  ["MIG-", [], ["MIG-"]],
  ["1,MIG-ffff,0", [B], ["MIG-ffff"]],
])("with MIG, CUDA_VISIBLE_DEVICES=%s leaves %j", async (visible, uuids, unknown) => {
  const { devices, faults } = await read(cut(), visible);
  expect(Object.keys(devices ?? {})).toEqual(uuids);
  expect(faults).toEqual(unknown.map((name) => expect.stringContaining(`names "${name}"`)));
});

test("in a container with a slice the GPU's own memory is not told, and the names of old drivers are understood", async () => {
  const old = `MIG-${A}/7/0`;
  const { program } = answering(
    `0, ${A}, [N/A], [Insufficient Permissions], [Insufficient Permissions], Enabled\\n`,
    "",
    `GPU 0: A100-SXM4-40GB (UUID: ${A})\\n  MIG 1c.3g.20gb  Device  0: (UUID: ${old})\\n`,
    `<nvidia_smi_log>${xmlOf(A, [slice(0, 7, "[N/A]")])}</nvidia_smi_log>`,
  );
  const { devices, faults } = await read(program, `MIG-${A}/7`);
  expect(devices).toEqual({ [old]: { node: "here", index: 0, memoryTotal: 40448 * 2 ** 20 } });
  expect(faults).toEqual([]);
});

test("a GPU in MIG mode that nobody has cut has no room for anything", async () => {
  const { program } = answering(
    `0, ${A}, [N/A], 77771, 81920, Enabled\\n`,
    "",
    `GPU 0: NVIDIA H100 80GB HBM3 (UUID: ${A})\\n`,
    `<nvidia_smi_log>${xmlOf(A, ["None"])}</nvidia_smi_log>`,
  );
  expect(await read(program)).toMatchObject({ devices: {}, signals: {}, faults: [] });
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

test("while the driver does not let go of a tool that was killed, no other is started", async () => {
  const { program, folder } = standIn("echo started >> starts; test -e answers || sleep 600");
  const starts = () => readFileSync(join(folder, "starts"), "utf8").split("\n").length - 1;
  let isStuck = true;
  const sensor = nvidiaSensor(
    { node: "here", program },
    undefined,
    oneAtATime(() => isStuck),
  );
  const limit = new AbortController();
  const reading = sensor.read(limit.signal, () => undefined);
  reading.catch(() => undefined);
  await until(() => starts() === 1);
  limit.abort();
  await expect(reading).rejects.toThrow(/did not end in time/);
  await expect(sensor.read(signal, () => undefined)).rejects.toThrow(/nvidia-smi lives on, though it was killed/);
  expect(starts()).toBe(1);
  isStuck = false;
  writeFileSync(join(folder, "answers"), "");
  expect(await sensor.read(signal, () => undefined)).toMatchObject({ devices: {} });
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
