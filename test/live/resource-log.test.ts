import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { steadyClock } from "../../live/clock.ts";
import { parseLive } from "../../live/config.ts";
import { openPlant } from "../../live/plant.ts";
import { processesWith } from "../../live/process-table.ts";
import { usageLine } from "../../live/resource-log/usage.ts";
import { resourceLog } from "../../live/resource-log.ts";
import { runLive } from "../../live/run.ts";
import type { Action, Observation } from "../../policies/index.ts";
import { groupOf, idle, observe, queueOf } from "../policies/observations.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-resources-"));
});
afterEach(() => {
  for (const { pid } of processesWith(`HOME_OF_TEST=${folder}`)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true });
});

const log = pino({ level: "silent" });
const to = (group: string, desired: number, place?: string): Action => ({
  kind: "scale",
  group,
  desired,
  ...(place === undefined ? {} : { start: [{ place }] }),
});

/** Two evaluators and two samplers, and what waits for them. */
const seen = (evaluators: number | undefined, samplers: number): Observation =>
  observe({
    queues: { evaluator_queue: evaluators === undefined ? {} : queueOf(evaluators), sampler_queue: queueOf(samplers) },
    groups: {
      evaluator: groupOf(idle(2), { serves: ["evaluator_queue"] }),
      sampler: groupOf(idle(2), { serves: ["sampler_queue"] }),
    },
    devices: { "GPU-b": { node: "here", index: 4 }, "GPU-a": { node: "here", index: 6 } },
  });

function opened() {
  const world = { host: "node7", pid: 4711, now: () => new Date(2025, 10, 12, 16, 57, 13, 42) };
  const groups = { evaluator: { serves: ["evaluator_queue"] }, sampler: { serves: ["sampler_queue"] } };
  return resourceLog({ folder, groups, roles: { evaluator: "evaluator", sampler: "sampler" }, log, world });
}
const lines = () => readFileSync(join(folder, "resources_node7_pid4711.log"), "utf8").trim().split("\n");
const begin = "2025-11-12 16:57:13,042 - resource_logger_4711 - ";

test("writes what the documented scaler writes, line by line", () => {
  const written = opened();
  written.asking(seen(11, 51), [to("evaluator", 3), to("sampler", 3, "GPU-a")]);
  written.happened("evaluator", { kind: "started", replica: "evaluator-3", pid: 801 });
  written.happened("sampler", { kind: "started", replica: "sampler-3", pid: 802, devices: ["GPU-a"] });
  written.checked();
  written.asking(seen(0, 0), [to("evaluator", 1), to("sampler", 1)]);
  written.happened("evaluator", { kind: "told", replica: "evaluator-1", pid: 700, signal: "SIGTERM" });
  written.happened("evaluator", { kind: "ended", replica: "evaluator-1", pid: 700 });
  written.happened("sampler", { kind: "told", replica: "sampler-3", pid: 802, signal: "SIGTERM", devices: ["GPU-a"] });
  written.happened("sampler", { kind: "killed", replica: "sampler-3", pid: 802, grace: 30, devices: ["GPU-a"] });
  written.happened("sampler", { kind: "ended", replica: "sampler-3", pid: 802, devices: ["GPU-a"] });
  written.checked();
  // Nor is the group seen.
  written.asking({ ...seen(undefined, 7), groups: {} }, []);
  written.checked();
  written.failed("boom");
  written.close();
  expect(lines().map((line) => line.replace(begin, ""))).toEqual([
    "INFO - Starting scaling loop",
    "INFO - Message counts are 11 and 51",
    "INFO - Can scale evaluators with messages in queue 11",
    "INFO - Assignment is (6, 'cuda:1')",
    "INFO - Can scale samplers with messages in queue  51",
    "INFO - Started Evaluator process (PID: 801)",
    "INFO - Started Sampler process (PID: 802) on GPU cuda:1 (host GPU: 6)",
    "INFO - Message counts are 0 and 0",
    "INFO - Zero messages in the queue and not last Evaluator, terminating ...",
    "INFO - Can terminate a sampler with messages in queue 0",
    "INFO - Sent SIGTERM to Evaluator process (PID: 700). Waiting for termination...",
    "INFO - Terminated Evaluator process (PID: 700)",
    "INFO - Sent SIGTERM to Sampler process (PID: 802). Waiting for termination...",
    "WARNING - Sampler process (PID: 802) did not terminate in 30s. Sending SIGKILL.",
    "INFO - Freed GPU assignment for PID 802: cuda:1",
    "INFO - Terminated Sampler process (PID: 802)",
    "ERROR - Error getting message count for queue 'evaluator_queue': not read",
    "INFO - Message counts are 0 and 7",
    "INFO - No scaling action taken in this iteration.",
    "ERROR - Scaling loop encountered an error: boom",
  ]);
});

test("the line of the machine", () => {
  const proc = join(folder, "proc");
  for (const [pid, state] of [
    ["1", "S (sleeping)"],
    ["20", "D (disk sleep)"],
  ]) {
    mkdirSync(join(proc, pid ?? ""), { recursive: true });
    writeFileSync(join(proc, pid ?? "", "status"), `Name:\tx\nState:\t${state}\n`);
  }
  writeFileSync(join(proc, "stat"), "cpu  1 2 3\nctxt 123456\n");
  writeFileSync(join(proc, "loadavg"), "3.14 2.00 1.00 2/345 6789\n");
  writeFileSync(
    join(proc, "meminfo"),
    "MemTotal: 1000 kB\nMemAvailable: 250 kB\nSwapTotal: 200 kB\nSwapFree: 190 kB\n",
  );
  const disk = (name: string, read: number, written: number) =>
    `   8  0 ${name} 10 0 ${read} 0 5 0 ${written} 0 0 0 0\n`;
  writeFileSync(join(proc, "diskstats"), disk("sda", 4096, 2048) + disk("sda1", 4096, 2048) + disk("nvme0n1", 2048, 0));
  const devices = {
    "GPU-b": { node: "here", index: 1, utilization: 0.5 },
    "GPU-a": { node: "here", index: 0, utilization: 0.975 },
    "MIG-c": { node: "here", index: 2 },
  };
  const before = { busy: 100, disk: 10, total: 1000 };
  expect(usageLine({ proc, cgroup: "" }, before, { busy: 300, disk: 60, total: 2000 }, devices)).toBe(
    "Avg CPU: 20.00%, Load: 3.14, I/O Wait: 5.00%, Ctx Switches: 123456, Disk Read/Write: 3.00/1.00 MB, Mem Usage: 75.00%, Swap: 5.00%, D-State Processes: 1, GPU 0: 97.50%, GPU 1: 50.00%",
  );
});

test("a runner writes it beside what it does with real processes", async () => {
  writeFileSync(join(folder, "depth"), "20");
  const config = parseLive(
    `version: 1
check: 100ms
policy: static
resourceLog: { evaluator: workers }
groups:
  workers:
    serves: [work]
    owner: { timeout: 60s, processes: { run: [sleep, "600"], environment: { HOME_OF_TEST: ${folder} } } }
sensors:
  - { command: { run: [cat, depth], gives: { queues.work.waiting: "" } }, timeout: 60s }
`,
    join(folder, "live.yaml"),
  );
  const clock = steadyClock();
  const plant = await openPlant(config, folder, clock, log);
  let turn = 0;
  await runLive({
    config,
    plant,
    policies: [
      {
        label: "led",
        policy: {
          name: "led",
          version: 1,
          parameters: null,
          begin: () => null,
          decide: ({ groups }) => {
            const desired = turn < 2 ? 1 : 0;
            if (groups.workers?.desired === desired) return { decisions: [], memory: null };
            const because = [{ code: "led", facts: {} }] as const;
            return { decisions: [{ subject: "workers", action: to("workers", desired), because }], memory: null };
          },
        },
      },
    ],
    folder,
    journals: folder,
    clock,
    log,
    signal: new AbortController().signal,
    checks: 8,
    act: { state: undefined },
    told: () => {
      turn++;
      writeFileSync(join(folder, "depth"), turn < 2 ? "20" : "0");
    },
  });
  await plant.close();
  const text = readFileSync(join(folder, "logs", `resources_${hostname()}_pid${process.pid}.log`), "utf8");
  expect(text).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - resource_logger_\d+ - INFO - Starting scaling loop\n.*Message counts are 20 and 0\n.*Can scale evaluators with messages in queue 20\n.*Started Evaluator process \(PID: (\d+)\)\n.*Message counts are 20 and 0\n.*No scaling action taken in this iteration\.\n.*Message counts are 0 and 0\n.*Zero messages in the queue and not last Evaluator, terminating \.\.\.\n.*Sent SIGTERM to Evaluator process \(PID: \1\)\. Waiting for termination\.\.\.\n(.*\n)*.*Terminated Evaluator process \(PID: \1\)\n/,
  );
});
