import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { commandOwner } from "../../live/owners/command.ts";
import { processesWith } from "../../live/process-table.ts";
import { until } from "./broker.ts";

const { signal } = new AbortController();
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Jobs of a batch system, whose state is the file `jobs`; `submit` is what asks for a count, in shell. */
function batch(submit: string, jobs = "3") {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-command-"));
  folders.push(folder);
  writeFileSync(join(folder, "jobs"), jobs);
  const scale = ["sh", "-c", submit, "submit", "{desired}", "--release={release}"];
  const owner = commandOwner("jobs", { read: ["cat", "jobs"], scale }, folder);
  return {
    folder,
    tell: (text: string) => writeFileSync(join(folder, "jobs"), text),
    read: () => owner.read(signal),
    scale: (desired: number, release: string[] = [], limit = signal) =>
      owner.scale?.({ kind: "scale", group: "jobs", desired, release }, limit),
  };
}

test("asks for a count with the names of those to end, and reads back what came of it", async () => {
  const { read, scale, folder } = batch('echo "$1" > jobs; echo "$2" >> asked');
  expect(await read()).toMatchObject({ desired: 3, replicas: [{ id: "jobs-1" }, { id: "jobs-2" }, { id: "jobs-3" }] });
  await scale(5);
  expect((await read()).desired).toBe(5);
  await scale(1, ["jobs-2", "jobs-3"]);
  expect((await read()).replicas).toEqual([{ id: "jobs-1", phase: "ready" }]);
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe("--release=\n--release=jobs-2,jobs-3\n");
});

test("words are not read by a shell", async () => {
  const { scale, folder } = batch('printf %s "$2" > asked');
  await scale(1, ["$(touch broken)", "a b"]);
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe("--release=$(touch broken),a b");
  expect(existsSync(join(folder, "broken"))).toBe(false);
});

test("tells of each replica, the oldest first, with what is known of it", async () => {
  const replicas = [
    { id: "job-9", phase: "pending", started: 200 },
    { id: "job-4", phase: "ready", started: 100, since: 130, node: "n1", devices: ["GPU-a"] },
  ];
  const { read } = batch("", JSON.stringify({ desired: 4, replicas }));
  expect(await read()).toEqual({ desired: 4, replicas: replicas.toReversed() });
});

test("one that fails says so with its last words, and what it left undone is read back", async () => {
  const { read, scale } = batch("echo starting >&2; echo quota exceeded >&2; exit 3");
  await expect(scale(5)).rejects.toThrow(/^sh .* 5 --release= ended with code 3: quota exceeded$/);
  expect((await read()).desired).toBe(3);
});

test("one that takes too long is ended with all it started", async () => {
  const { scale, folder } = batch("HOME_OF_TEST=$PWD; export HOME_OF_TEST; sleep 600 & sleep 600");
  const limit = new AbortController();
  const asked = scale(5, [], limit.signal);
  const left = () => processesWith(`HOME_OF_TEST=${folder}`).length;
  await until(() => left() === 2);
  limit.abort();
  await expect(asked).rejects.toThrow("sh did not end in time");
  await until(() => left() === 0);
});

test.each([
  ["", /prints "", expected JSON/],
  ["three", /prints "three", expected JSON/],
  ["-1", /prints -1, expected a count/],
  ["2.5", /prints 2.5, expected a count/],
  ['{"desired": 2}', /replicas: .*expected a count or/],
  ['{"desired": 1, "replicas": [{"id": "a", "phase": "running"}]}', /replicas.0.phase: .*expected a count or/],
])("what prints %j tells nothing", async (printed, message) => {
  const { read, tell } = batch("");
  tell(printed);
  await expect(read()).rejects.toMatchObject({ kind: "refused", message: expect.stringMatching(message) });
});
