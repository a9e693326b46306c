import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTable, type Table } from "../../../live/owners/processes/table.ts";
import { type ProcessId, processesWith } from "../../../live/process-table.ts";
import type { JournalRecord } from "../../../policies/index.ts";
import { until } from "../../live/broker.ts";

const bin = fileURLToPath(new URL("../../../dist/bin/disfun-sim.js", import.meta.url));

/** A folder with a configuration `live.yaml`, whose group is `workers`, and runners of the built command that act by it. */
export interface Workshop {
  readonly folder: string;
  /** Starts a runner; `through`: what starts it, where that is not this process. */
  start(through?: readonly string[]): Runner;
  /** Workers that live, each the leader of its group. */
  workers(): Worker[];
  /** What the runners know of their workers; undefined before the first. */
  table(): Table | undefined;
  /** What workers wrote of themselves: `start workers-1 4711`, `told workers-1 4711`. */
  events(): string[][];
  /** Of all runners, in their order. A last line that was cut off is left out. */
  records(): JournalRecord[];
  close(): Promise<void>;
}

export interface Runner {
  readonly child: ChildProcess;
  said(): string;
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface Worker extends ProcessId {
  readonly token: string;
}

/** Notes when it begins and when it is told to end, which it does at once. */
export const worker = `echo "start $DISFUN_REPLICA_ID $$" >> events
trap 'echo "told $DISFUN_REPLICA_ID $$" >> events; exit 0' TERM
sleep 1000 & wait $!
`;

export function workshop(config: string, files: Readonly<Record<string, string>> = {}): Workshop {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-faults-"));
  const out = join(folder, "out/live");
  for (const [name, text] of Object.entries({ "live.yaml": config, "worker.sh": worker, events: "", ...files }))
    writeFileSync(join(folder, name), text);
  const mark = `FAULT_TEST=${folder}`;
  const runners: ChildProcess[] = [];
  const lines = (text: string) => text.split("\n").filter((line) => line !== "");

  return {
    folder,
    start(through = []) {
      const [program = "", ...words] = [...through, process.execPath, bin, "live", "live.yaml", "--act", "--quiet"];
      const child = spawn(program, words, { cwd: folder, env: { ...process.env, FAULT_TEST: folder } });
      runners.push(child);
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
      const closed = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      return {
        child,
        said: () => said,
        end: async (signal) => {
          child.kill(signal);
          await closed;
        },
      };
    },
    workers: () =>
      processesWith(mark).flatMap((id) => {
        const token = tokenOf(id.pid);
        return token !== undefined && isWorker(id.pid) ? [{ ...id, token }] : [];
      }),
    table: () => readTable(join(out, "groups/workers.json")),
    events: () => lines(readFileSync(join(folder, "events"), "utf8")).map((line) => line.split(" ")),
    records() {
      const names = existsSync(out) ? readdirSync(out).filter((name) => /^journal\..*jsonl$/.test(name)) : [];
      return names
        .flatMap((name) => recordsOf(readFileSync(join(out, name), "utf8")))
        .toSorted((a, b) => a.time - b.time);
    },
    async close() {
      for (const child of runners) child.kill("SIGKILL");
      await until(() => {
        for (const { pid } of processesWith(mark)) kill(pid);
        return processesWith(mark).length === 0;
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function recordsOf(text: string): JournalRecord[] {
  const written = text.split("\n");
  return written.slice(1).flatMap((line, index) => {
    const isLast = index >= written.length - 2;
    try {
      return [JSON.parse(line) as JournalRecord];
    } catch (error) {
      if (isLast) return [];
      throw error;
    }
  });
}

function tokenOf(pid: number): string | undefined {
  return /(?:^|\0)DISFUN_REPLICA=([^\0]*)/.exec(read(pid, "environ"))?.[1];
}

/** A worker leads its process group; what it has started itself does not. */
function isWorker(pid: number): boolean {
  const stat = read(pid, "stat");
  const [, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(group) === pid && commandOf(pid).includes("worker.sh");
}

/** Program and words of a process; empty when there is none. */
export function commandOf(pid: number): string {
  return read(pid, "cmdline").replaceAll("\0", " ");
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
