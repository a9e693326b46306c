import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { cpuList } from "../../live/sensors/host/usable-cores.ts";
import { hostSensor } from "../../live/sensors/host.ts";

const GIB = 2 ** 30;
const signal = new AbortController().signal;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A machine as its kernel tells of it: four cores, 64 GiB, load 3; `files` replace or add. */
function machine(files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-host-"));
  folders.push(folder);
  let time = 0;
  function write(changed: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }
  write({
    "proc/self/status": "Name:\tnode\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\n",
    "proc/self/cgroup": "0::/\n",
    "proc/loadavg": "3.00 2.00 1.00 2/345 6789\n",
    "proc/meminfo": "MemTotal:       67108864 kB\nMemFree:         1048576 kB\nMemAvailable:   33554432 kB\n",
    "proc/stat": stat([0, 0], [0, 0], [0, 0], [0, 0]),
    ...files,
  });
  const roots = { proc: join(folder, "proc"), cgroup: join(folder, "cgroup") };
  const sensor = hostSensor({ node: "here", window: 10 }, { roots, now: () => time });
  return {
    async read(): Promise<unknown> {
      const { nodes } = await sensor.read(signal, ({ message }) => expect.unreachable(message));
      await sensor.close();
      return nodes?.here;
    },
    /** Lets so much time pass, after which the files say this. */
    pass(seconds: number, changed: Readonly<Record<string, string>>): void {
      time += seconds;
      write(changed);
    },
  };
}

/** Busy and idle ticks of each core; a tenth of the idle ones waits for a disk. */
function stat(...cores: readonly (readonly [busy: number, idle: number])[]): string {
  const lines = cores.map(([busy, idle], core) => `cpu${core} ${busy} 0 0 ${idle * 0.9} ${idle * 0.1} 0 0 0 0 0`);
  return ["cpu  1 2 3 4 5 6 7 8 9 10", ...lines, "intr 1 2 3", ""].join("\n");
}

test("tells the mean of the cores, the load per core and the available memory", async () => {
  const host = machine();
  host.pass(10, { "proc/stat": stat([1000, 0], [500, 500], [0, 1000], [250, 750]) });
  expect(await host.read()).toEqual({
    cores: 4,
    cpuUtilization: 0.4375,
    loadPerCore: 0.75,
    memoryTotal: 64 * GIB,
    memoryFree: 32 * GIB,
  });
});

test("does not know how busy the cores are before time has passed", async () => {
  expect(await machine().read()).not.toHaveProperty("cpuUtilization");
});

test("forgets what was before the window", async () => {
  const host = machine();
  host.pass(100, { "proc/stat": stat([9000, 0], [9000, 0], [9000, 0], [9000, 0]) });
  await host.read();
  host.pass(10, { "proc/stat": stat([9100, 900], [9100, 900], [9100, 900], [9100, 900]) });
  expect(await host.read()).toMatchObject({ cpuUtilization: 0.1 });
});

test("counts only the cores of its affinity mask", async () => {
  const host = machine({ "proc/self/status": "Cpus_allowed_list:\t1,3\n" });
  host.pass(10, { "proc/stat": stat([1000, 0], [500, 500], [1000, 0], [0, 1000]) });
  expect(await host.read()).toMatchObject({ cores: 2, cpuUtilization: 0.25, loadPerCore: 1.5 });
});

test("a container's quota is all the cores there are, and using it up is being busy", async () => {
  const host = machine({
    "proc/self/cgroup": "0::/jobs/mine\n",
    "cgroup/jobs/mine/cpu.max": "max 100000\n",
    "cgroup/jobs/cpu.max": "150000 100000\n",
    "cgroup/jobs/mine/cpu.stat": "usage_usec 0\nuser_usec 0\n",
  });
  host.pass(10, {
    "proc/stat": stat([1000, 0], [350, 650], [0, 1000], [0, 1000]),
    "cgroup/jobs/mine/cpu.stat": "usage_usec 13500000\nuser_usec 1\n",
  });
  expect(await host.read()).toMatchObject({ cores: 1.5, cpuUtilization: 0.9, loadPerCore: 2 });
});

test("a container's memory limit is what there is, and its idle file pages are free", async () => {
  const host = machine({
    "cgroup/memory.max": String(8 * GIB),
    "cgroup/memory.current": String(7 * GIB),
    "cgroup/memory.stat": `anon 1\ninactive_file ${2 * GIB}\n`,
  });
  expect(await host.read()).toMatchObject({ memoryTotal: 8 * GIB, memoryFree: 3 * GIB });
});

test("reads version 1 cgroups, too", async () => {
  const host = machine({
    "proc/self/cgroup": "4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n",
    "cgroup/cpu/cpu.cfs_quota_us": "200000\n",
    "cgroup/cpu/cpu.cfs_period_us": "100000\n",
    "cgroup/memory/memory.limit_in_bytes": String(16 * GIB),
    "cgroup/memory/memory.usage_in_bytes": String(15 * GIB),
    "cgroup/memory/memory.stat": `total_inactive_file ${GIB}\n`,
  });
  expect(await host.read()).toMatchObject({ cores: 2, memoryFree: 2 * GIB });
});

test("reads this very machine", async () => {
  const sensor = hostSensor({ node: "here", window: 1 });
  const { nodes } = await sensor.read(signal, ({ message }) => expect.unreachable(message));
  await sensor.close();
  expect(nodes?.here?.cores).toBeGreaterThan(0);
  expect(nodes?.here?.memoryFree).toBeGreaterThan(0);
});

test("lists of cores", () => {
  expect(cpuList("0-3,8,10-11")).toEqual([0, 1, 2, 3, 8, 10, 11]);
});
