import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processesWith } from "../../../live/process-table.ts";
import { until } from "../../live/broker.ts";
import { between, changesIn, gapsIn, now, unless } from "./checks.ts";
import type { FaultRow } from "./fault.ts";
import { commandOf, workshop } from "./workshop.ts";

const config = `version: 1
check: 300ms
policy:
  policy: distributed-funsearch
  parameters:
    evaluator: null
    sampler: { group: workers, queue: work }
    minimumFreeMemory: null
groups:
  workers: { serves: [work], maximum: 4, owner: { processes: { run: [sh, worker.sh] } } }
sensors:
  - command: { run: [cat, depth], gives: { queues.work.waiting: "" } }
    timeout: 5s
  - nvidia: { node: here, program: ./nvidia-smi }
    timeout: 200ms
`;

/** Two GPUs; while there is a file `hang` it hears no signal and does not end. */
const smi = `#!/bin/sh
while [ -e hang ]; do trap "" TERM INT; sleep 0.1; done
case "$1" in --query-gpu*) printf '0, GPU-a, 0, 40000, 40960, Disabled\\n1, GPU-b, 0, 39000, 40960, Disabled\\n';; esac
`;

/** The driver's tool hangs, at the very moment when samplers would be started. */
export async function hangingDriver(): Promise<FaultRow> {
  const shop = workshop(config, { "nvidia-smi": smi, depth: "0" });
  chmodSync(join(shop.folder, "nvidia-smi"), 0o755);
  try {
    shop.start();
    await until(() => shop.records().length > 0);
    writeFileSync(join(shop.folder, "hang"), "");
    await until(() => freeMemory() === undefined);
    writeFileSync(join(shop.folder, "depth"), "100");
    const from = now();
    await delay(4000);
    const hung = between(shop.records(), from, now());
    const crowd = await programs(shop.folder);
    rmSync(join(shop.folder, "hang"));
    await until(() => shop.workers().length === 2);
    const places = shop.table()?.replicas.flatMap(({ devices = [] }) => devices);
    return {
      fault: "`nvidia-smi` hangs for 4 s and ignores signals",
      must: "no sampler is placed blindly, checks go on, hung programs do not pile up; then GPUs are used",
      seen: `${hung.length} checks meanwhile, programs that hang: ${crowd}; then ${places?.join(" and ")}`,
      violations: [
        ...unless(changesIn(hung).length === 0, "a sampler was started"),
        ...unless(hung.length >= 4, `${hung.length} checks in 4 s`),
        ...unless(crowd <= 1, `${crowd} programs hang`),
        ...unless(new Set(places).size === 2, `samplers on ${places?.join(" and ")}`),
        ...gapsIn(shop.records(), 3),
      ],
    };
  } finally {
    await shop.close();
  }

  function freeMemory(): number | undefined {
    return shop.records().at(-1)?.observation.devices["GPU-a"]?.memoryFree;
  }
}

/** How many of the driver's tools run in a folder: the fewest of a few looks, as one that forks is two for a moment. */
async function programs(folder: string): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < 5; look++) {
    const running = processesWith(`FAULT_TEST=${folder}`);
    looks.push(running.filter(({ pid }) => commandOf(pid).includes("nvidia-smi")).length);
    await delay(20);
  }
  return Math.min(...looks);
}
