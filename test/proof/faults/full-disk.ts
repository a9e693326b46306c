import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../../live/broker.ts";
import { unless } from "./checks.ts";
import type { FaultRow } from "./fault.ts";
import { workshop } from "./workshop.ts";

const config = `version: 1
check: 200ms
policy:
  policy: distributed-funsearch
  parameters:
    step: 3
    sampler: null
    evaluator: { group: workers, queue: work }
    maximumCpuUtilization: null
    maximumLoadPerCore: null
groups:
  workers: { serves: [work], maximum: 4, owner: { processes: { run: [sh, worker.sh] } } }
sensors:
  - command: { run: [cat, depth], gives: { queues.work.waiting: "" } }
    timeout: 5s
journal: { rotateAt: 16KiB }
`;

/** The disk of the journal and of all that is remembered is full for a while. It is one of 256 KiB that only the runner sees. */
export async function fullDisk(): Promise<FaultRow> {
  const shop = workshop(config, { depth: "100" });
  mkdirSync(join(shop.folder, "out"));
  const mount = 'mount -t tmpfs -o size=256k none out && exec "$@"';
  try {
    const runner = shop.start(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]);
    const out = () => join(`/proc/${runner.child.pid}/root`, shop.folder, "out/live");
    await until(() => shop.workers().length === 3 && existsSync(join(out(), "groups/workers.json")));
    const filler = join(out(), "filler");
    fill(filler);
    writeFileSync(join(shop.folder, "depth"), "0");
    const before = shop.events().length;
    await delay(4000);
    const told = shop.events().length - before;
    const alive = runner.child.exitCode === null;
    const workers = shop.workers().length;
    const said = /cannot be written|came to nothing/.test(runner.said());
    const full = journals(out());
    rmSync(filler);
    await until(() => shop.workers().length === 1);
    const torn = torns(out());
    return {
      fault: "disk full for 4 s, while replicas should be released",
      must: "nothing is done that cannot be written down, the runner says so and lives, no file is torn; then it goes on",
      seen: `${workers} workers and ${told} told to end meanwhile; ${full} journal files, ${torn.length} torn`,
      violations: [
        ...unless(alive, "the runner ended"),
        ...unless(told === 0 && workers === 3, `${told} workers were told to end, ${workers} live`),
        ...unless(said, "it did not say so"),
        ...unless(full >= 1 && journals(out()) >= full, "journals were given up"),
        ...torn,
      ],
    };
  } finally {
    await shop.close();
  }
}

/** To the last byte. */
function fill(path: string): void {
  for (let size = 4096; size >= 1; size /= 2) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
}

function journals(folder: string): number {
  return readdirSync(folder).filter((name) => name.startsWith("journal.")).length;
}

/** Files with a line that is no JSON. */
function torns(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /\.jsonl?$/.test(name));
  return files.filter((name) => {
    const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
    // The last one may be under way.
    return lines.slice(0, -1).some((line) => !isJson(line));
  });
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
