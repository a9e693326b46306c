import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { isAlive, killAllWith, processesWith } from "../../live/process-table.ts";
import { until } from "./broker.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A shell in a process group of its own, with a mark that nobody else has. */
function shell(script: string): { readonly mark: string; readonly child: ChildProcess } {
  const value = randomUUID();
  const env = { ...process.env, MARK_OF_TEST: value, SCRIPT: script };
  const child = spawn("sh", ["-c", script], { env, detached: true, stdio: "ignore" });
  children.push(child);
  return { mark: `MARK_OF_TEST=${value}`, child };
}

test("a process is found by its environment at any moment, also while it becomes another program", async () => {
  const { mark, child } = shell('exec sh -c "$SCRIPT"');
  await until(() => processesWith(mark).length === 1);
  for (let turn = 0; turn < 500; turn++) expect(processesWith(mark)).toMatchObject([{ pid: child.pid }]);
});

test("one that was started without an environment is waited for once", async () => {
  children.push(spawn("/bin/sleep", ["600"], { env: {}, stdio: "ignore" }));
  const waited = vi.spyOn(Atomics, "wait");
  processesWith("MARK_OF_TEST=nobody");
  expect(waited).toHaveBeenCalled();
  // Others of this machine may be becoming another program at any moment.
  await until(() => {
    waited.mockClear();
    processesWith("MARK_OF_TEST=nobody");
    return waited.mock.calls.length === 0;
  });
  waited.mockRestore();
});

test("all with a mark are killed, also those that are started meanwhile in groups of their own", async () => {
  const { mark } = shell("i=0; while [ $i -lt 5000 ]; do setsid sleep 600 & i=$((i+1)); done");
  await until(() => processesWith(mark).length > 20);
  const before = processesWith(mark);
  killAllWith(mark);
  await until(() => !before.some(isAlive));
  await until(() => processesWith(mark).length === 0, 5);
});
