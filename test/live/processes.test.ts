import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { launch, mark } from "../../live/owners/processes/launch.ts";
import type { ProcessesSpec } from "../../live/owners/processes/spec.ts";
import { addEntry, readTable, writeTable } from "../../live/owners/processes/table.ts";
import { processOwner } from "../../live/owners/processes.ts";
import { isAlive, processesWith, processOf } from "../../live/process-table.ts";
import type { SensorFault } from "../../live/sensor.ts";
import { bind, control, type Replica } from "../../policies/index.ts";
import { observe } from "../policies/observations.ts";
import { portsInARow, until } from "./broker.ts";
import { testClock } from "./clock.ts";
import { clear } from "./processes-of-test.ts";

const { signal } = new AbortController();
const folders: string[] = [];
afterEach(() => clear(folders));

/** A group of shells; each begins with what its trap says and then sleeps. Nothing waits for real time but the processes themselves. */
function groupOf(script = "", changes: Partial<ProcessesSpec> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-processes-"));
  folders.push(folder);
  const clock = testClock(1_000_000);
  const spec: ProcessesSpec = {
    run: ["sh", "-c", `${script}\nwhile :; do sleep 0.05; done`],
    folder,
    environment: { HOME_OF_TEST: folder },
    drain: { signal: "SIGTERM", grace: 30 },
    backoff: { first: 10, most: 60 },
    ...changes,
  };
  const open = () => processOwner("worker", spec, join(folder, "state"), clock);
  const owner = open();
  const file = join(folder, "state/worker.json");
  return {
    folder,
    file,
    spec,
    clock,
    open,
    owner,
    to: (desired: number, more: { start?: { place?: string }[]; release?: string[] } = {}) =>
      owner.scale({ kind: "scale", group: "worker", desired, ...more }, signal),
    tend: (queues = {}) => owner.tend(signal, queues),
    replicas: async () => (await owner.read(signal)).replicas,
    pid: (id: string) => readTable(file)?.replicas.find((entry) => entry.id === id)?.process?.pid ?? 0,
    /** Nobody of this replica is left: children may outlive who began them for a moment. */
    isGone: (id: string) => {
      const entry = readTable(file)?.replicas.find((each) => each.id === id);
      return entry === undefined || processesWith(mark(entry)).length === 0;
    },
  };
}

const ids = (replicas: readonly Replica[]) => replicas.map(({ id, phase }) => `${id} ${phase}`);

test("starts as many as are asked for, oldest first, and asking again changes nothing", async () => {
  const { to, replicas, pid } = groupOf();
  await to(3);
  expect(ids(await replicas())).toEqual(["worker-1 ready", "worker-2 ready", "worker-3 ready"]);
  const before = ["worker-1", "worker-2", "worker-3"].map(pid);
  await to(3);
  expect(["worker-1", "worker-2", "worker-3"].map(pid)).toEqual(before);
  expect(new Set(before).size).toBe(3);
});

test("those released are those named, then those that do not serve yet, then the newest", async () => {
  const { to, tend, replicas, isGone, folder } = groupOf("", {
    ready: { exec: ["sh", "-c", "test -e ready-$DISFUN_REPLICA_ID"], timeout: 60 },
  });
  await to(4);
  for (const number of [1, 3, 4]) writeFileSync(join(folder, `ready-worker-${number}`), "");
  await tend();
  expect(ids(await replicas())).toEqual(["worker-1 ready", "worker-2 warming", "worker-3 ready", "worker-4 ready"]);
  await to(1, { release: ["worker-1", "nobody"] });
  expect(ids(await replicas())).toEqual([
    "worker-1 draining",
    "worker-2 draining",
    "worker-3 ready",
    "worker-4 draining",
  ]);
  await until(() => [1, 2, 4].every((number) => isGone(`worker-${number}`)));
  await tend();
  expect(ids(await replicas())).toEqual(["worker-3 ready"]);
});

test("a check that fails after it succeeded makes a replica unhealthy, not warming", async () => {
  const { to, tend, replicas, folder } = groupOf("", { ready: { exec: ["test", "-e", "up"], timeout: 60 } });
  writeFileSync(join(folder, "up"), "");
  await to(1);
  await tend();
  rmSync(join(folder, "up"));
  await tend();
  expect(ids(await replicas())).toEqual(["worker-1 unhealthy"]);
  writeFileSync(join(folder, "up"), "");
  await tend();
  expect(ids(await replicas())).toEqual(["worker-1 ready"]);
});

test("a check over HTTP asks each replica at its own port, and a port that is free again goes to the next one", async () => {
  const port = await portsInARow(2);
  const server = `const { createServer } = require("node:http"), { existsSync } = require("node:fs");
    createServer((_, r) => r.writeHead(existsSync("up-" + process.env.DISFUN_REPLICA_ID) ? 200 : 503).end()).listen(process.env.PORT, "127.0.0.1");`;
  const { to, tend, replicas, folder, pid, clock, file } = groupOf("", {
    run: [process.execPath, "-e", server],
    port,
    ready: { http: "http://127.0.0.1:{port}/healthz", timeout: 60 },
  });
  const become = (...expected: string[]) =>
    until(async () => {
      await tend();
      return ids(await replicas()).join() === expected.join();
    });
  writeFileSync(join(folder, "up-worker-2"), "");
  await to(2);
  await become("worker-1 warming", "worker-2 ready");
  writeFileSync(join(folder, "up-worker-1"), "");
  rmSync(join(folder, "up-worker-2"));
  await become("worker-1 ready", "worker-2 unhealthy");
  process.kill(pid("worker-1"), "SIGKILL");
  writeFileSync(join(folder, "up-worker-3"), "");
  await become("worker-2 unhealthy");
  clock.pass(10);
  await become("worker-2 unhealthy", "worker-3 ready");
  expect(readTable(file)?.replicas.map((entry) => entry.port)).toEqual([port + 1, port]);
});

test("with a queue whose consumers are counted, the oldest that is not ready serves when there is one more", async () => {
  const { to, tend, replicas, folder } = groupOf('trap "" TERM; : > up-$DISFUN_REPLICA_ID', {
    ready: { consumers: "work", timeout: 1 },
  });
  const phases = async () => (await replicas()).map(({ phase }) => phase);
  await to(3);
  await until(() => [1, 2, 3].every((number) => existsSync(join(folder, `up-worker-${number}`))));
  await tend({});
  expect(await phases()).toEqual(["warming", "warming", "warming"]);
  await tend({ work: { consumers: 2 } });
  expect(await phases()).toEqual(["ready", "ready", "warming"]);
  await tend({ work: {} });
  await to(2, { release: ["worker-1"] });
  // The named one consumes still, while it drains.
  await tend({ work: { consumers: 2 } });
  expect(await phases()).toEqual(["draining", "ready", "warming"]);
  await tend({ work: { consumers: 3 } });
  expect(await phases()).toEqual(["draining", "ready", "ready"]);
});

test("replicas that serve are asked what they have under way; who does not say is unknown, and told of", async () => {
  const { to, tend, owner, folder } = groupOf("", {
    ready: { exec: ["sh", "-c", "test $DISFUN_REPLICA_ID != worker-4"], timeout: 60 },
    inService: { exec: ["sh", "-c", "cat says-$DISFUN_REPLICA_ID"], at: "/running", timeout: 60 },
  });
  const says = (number: number, text: string) => writeFileSync(join(folder, `says-worker-${number}`), text);
  says(1, '{"running": 0}\n');
  says(2, '{"running": 2}\n');
  says(3, '{"running": "many"}\n');
  await to(5);
  await tend();
  const faults: SensorFault[] = [];
  const { replicas } = await owner.read(signal, (fault) => faults.push(fault));
  expect(replicas.map(({ phase, inService }) => [phase, inService])).toEqual([
    ["ready", 0],
    ["ready", 2],
    ["ready", undefined],
    ["warming", undefined],
    ["ready", undefined],
  ]);
  expect(faults.map(({ kind, message }) => `${kind} ${message}`).sort()).toEqual([
    'unknown worker-3: says "{\\"running\\": \\"many\\"}", expected how many tasks it has under way at /running',
    "unknown worker-5: sh ended with 1",
  ]);
  says(1, '{"running": 1}\n');
  expect((await owner.read(signal)).replicas[0]?.inService).toBe(1);
});

test.each(["-1", "0.5", "true", "", "[0]", "null", "1 task"])("%j is no count of tasks under way", async (said) => {
  const { to, replicas } = groupOf("", { inService: { exec: ["printf", "%s", said], at: "", timeout: 60 } });
  await to(1);
  expect(await replicas()).toEqual([expect.not.objectContaining({ inService: expect.anything() })]);
});

test("nobody waits longer than the time of the question for a replica that hangs", async () => {
  const { to, owner } = groupOf("", { inService: { exec: ["sleep", "60"], at: "", timeout: 0.1 } });
  await to(2);
  const faults: string[] = [];
  const { replicas } = await owner.read(signal, ({ message }) => faults.push(message));
  expect(replicas.map(({ inService }) => inService)).toEqual([undefined, undefined]);
  expect(faults).toEqual(["worker-1: no answer in 0.1 s", "worker-2: no answer in 0.1 s"]);
});

test("delayed-off ends the process that says that it idles, and neither one at work nor one that does not say", async () => {
  const port = await portsInARow(3);
  const server = `const { createServer } = require("node:http"), { existsSync, readFileSync } = require("node:fs");
    const file = "says-" + process.env.DISFUN_REPLICA_ID;
    createServer((_, r) => existsSync(file) ? r.end(readFileSync(file)) : r.writeHead(500).end()).listen(process.env.PORT, "127.0.0.1");`;
  const { to, tend, owner, folder, clock } = groupOf("", {
    run: [process.execPath, "-e", server],
    port,
    inService: { http: "http://127.0.0.1:{port}/", at: "", timeout: 60 },
  });
  writeFileSync(join(folder, "says-worker-1"), "1");
  writeFileSync(join(folder, "says-worker-2"), "0");
  await to(3);
  await until(async () =>
    (await owner.read(signal)).replicas.slice(0, 2).every((each) => each.inService !== undefined),
  );
  const policy = control(bind("delayed-off", { idleFor: 60 }));
  const check = async () => {
    const group = { serves: ["work"], minimum: 0, signals: {}, ...(await owner.read(signal)) };
    const seen = observe({ time: clock.now(), queues: { work: { waiting: 0 } }, groups: { worker: group } });
    const { actions } = policy.step(seen);
    for (const action of actions) if (action.kind === "scale") await owner.scale(action, signal);
    await tend();
    return actions;
  };
  expect(await check()).toEqual([]);
  clock.pass(60);
  expect(await check()).toEqual([{ kind: "scale", group: "worker", desired: 2, release: ["worker-2"] }]);
  clock.pass(600);
  await until(async () => {
    expect(await check()).toEqual([]);
    return ids((await owner.read(signal)).replicas).join() === "worker-1 ready,worker-3 ready";
  });
});

test("each replica has its devices, its name and a log", async () => {
  const { to, folder, replicas } = groupOf('echo "$DISFUN_REPLICA_ID on $CUDA_VISIBLE_DEVICES"');
  await to(2, { start: [{ place: "GPU-b" }, { place: "GPU-a" }] });
  expect((await replicas()).map(({ devices }) => devices)).toEqual([["GPU-b"], ["GPU-a"]]);
  const log = (number: number) => join(folder, `state/logs/worker-${number}.log`);
  await until(() => [1, 2].every((number) => existsSync(log(number)) && readFileSync(log(number), "utf8") !== ""));
  expect([1, 2].map((number) => readFileSync(log(number), "utf8"))).toEqual([
    "worker-1 on GPU-b\n",
    "worker-2 on GPU-a\n",
  ]);
});

test("one that ignores SIGTERM is killed with all it started when its grace is over, and nobody waits for it meanwhile", async () => {
  const { to, tend, clock, pid, isGone, replicas, folder } = groupOf('trap "" TERM; sleep 600 & echo $! > child');
  await to(2);
  await until(() => existsSync(join(folder, "child")));
  const hung = pid("worker-1");
  await to(1, { release: ["worker-1"] });
  clock.pass(29);
  await tend();
  expect(ids(await replicas())).toEqual(["worker-1 draining", "worker-2 ready"]);
  expect(processOf(hung)).toBeDefined();
  clock.pass(1);
  await tend();
  await until(() => isGone("worker-1"));
  await tend();
  expect(ids(await replicas())).toEqual(["worker-2 ready"]);
});

test("those that a drained leader leaves behind have the rest of its grace to finish", async () => {
  const { to, tend, clock, pid, replicas, folder } = groupOf(
    `sh -c 'trap "" TERM; : > child; while :; do sleep 0.05; done' &`,
  );
  await to(1);
  await until(() => existsSync(join(folder, "child")));
  await to(0);
  await until(() => processOf(pid("worker-1")) === undefined);
  clock.pass(29.9);
  await tend();
  expect(ids(await replicas())).toEqual(["worker-1 draining"]);
  expect(processesWith(`HOME_OF_TEST=${folder}`)).not.toEqual([]);
  clock.pass(0.1);
  await tend();
  expect(await replicas()).toEqual([]);
  await until(() => processesWith(`HOME_OF_TEST=${folder}`).length === 0);
});

test("what a dead replica left running is ended, also where it left the process group", async () => {
  const { to, tend, pid, folder, clock } = groupOf("setsid sleep 600 & sleep 600 & echo started > child");
  await to(1);
  await until(() => existsSync(join(folder, "child")));
  const before = processesWith(`HOME_OF_TEST=${folder}`);
  expect(before.length).toBeGreaterThanOrEqual(3);
  process.kill(pid("worker-1"), "SIGKILL");
  await until(() => processOf(pid("worker-1")) === undefined);
  await tend();
  await until(() => !before.some(isAlive));
  expect(clock.now()).toBe(1_000_000);
});

// The published scaler keeps dead processes in its list: they fill it up, so nothing is ever started in their place, and they
// are the first to be "terminated" (vectors ev-dead-processes-count and ev-down-hits-dead-first).
test("the dead are replaced, later after each crash, and a long life makes up for them", async () => {
  const { to, tend, clock, pid, replicas } = groupOf();
  const crash = async (id: string) => {
    process.kill(pid(id), "SIGKILL");
    const gone = pid(id);
    await until(() => processOf(gone) === undefined);
  };
  await to(2);
  await crash("worker-1");
  expect(ids(await replicas())).toEqual(["worker-1 failed", "worker-2 ready"]);
  await tend();
  expect(ids(await replicas())).toEqual(["worker-2 ready"]);
  clock.pass(9.9);
  await to(2);
  expect(ids(await replicas())).toEqual(["worker-2 ready"]);
  clock.pass(0.1);
  await tend();
  expect(ids(await replicas())).toEqual(["worker-2 ready", "worker-3 ready"]);
  await crash("worker-3");
  await tend();
  clock.pass(19.9);
  await tend();
  expect((await replicas()).length).toBe(1);
  clock.pass(0.1);
  await tend();
  expect((await replicas()).length).toBe(2);
  clock.pass(61);
  await crash("worker-2");
  await tend();
  clock.pass(10);
  await tend();
  expect((await replicas()).length).toBe(2);
});

test("those that end at once are crashes, however soon anybody looks", async () => {
  const { to, tend, replicas, file } = groupOf("", { run: ["true"] });
  await to(10);
  await until(async () => (await replicas()).every(({ phase }) => phase === "failed"));
  expect(await replicas()).toHaveLength(10);
  await tend();
  expect(readTable(file)).toMatchObject({ crashes: 10, replicas: [] });
});

test("a program that is not there starts nothing, and is not tried again at once", async () => {
  const { to, tend, replicas, clock } = groupOf("", { run: ["there-is-no-such-program"] });
  await expect(to(1)).rejects.toThrow(/ENOENT/);
  await tend();
  expect(await replicas()).toEqual([]);
  clock.pass(10);
  await expect(tend()).rejects.toThrow(/ENOENT/);
});

test("another runner adopts what the one before it started, and starts nothing twice", async () => {
  const { to, open, pid } = groupOf();
  await to(2);
  const before = ["worker-1", "worker-2"].map(pid);
  const next = open();
  expect(await next.read(signal)).toMatchObject({ desired: 2, replicas: [{ id: "worker-1" }, { id: "worker-2" }] });
  await next.tend(signal, {});
  await next.scale({ kind: "scale", group: "worker", desired: 2 }, signal);
  expect(["worker-1", "worker-2"].map(pid)).toEqual(before);
});

test("who closes it waits for what still goes on, so that the next one starts nothing twice", async () => {
  const { to, owner, open, replicas } = groupOf();
  const starting = to(3);
  await owner.close();
  expect(ids(await replicas())).toEqual(["worker-1 ready", "worker-2 ready", "worker-3 ready"]);
  await open().scale({ kind: "scale", group: "worker", desired: 3 }, signal);
  expect((await replicas()).length).toBe(3);
  await starting;
});

test("a runner that died in the middle of a start loses no process, and dreams of none", async () => {
  const { file, spec, open, folder, clock } = groupOf();
  const table = { desired: 2, next: 1, crashes: 0, notBefore: 0, replicas: [] };
  const [cut] = [addEntry(table, "worker", clock.now(), undefined), addEntry(table, "worker", clock.now(), undefined)];
  writeTable(file, table);
  const orphan = await launch(cut, spec, join(folder, "state/logs"));
  const owner = open();
  expect(ids((await owner.read(signal)).replicas)).toEqual(["worker-1 warming"]);
  await owner.tend(signal, {});
  expect(readTable(file)?.replicas.map((entry) => entry.id)).toEqual(["worker-1", "worker-3"]);
  expect(readTable(file)?.replicas[0]?.process).toEqual(orphan);
  expect(processesWith(mark(cut)).length).toBeGreaterThanOrEqual(1);
});

test("a runner that died before it could tell those that are to leave is no reason to keep them", async () => {
  const { to, file, open, folder, isGone } = groupOf();
  await to(2);
  const table = readTable(file);
  const [entry, other] = table?.replicas ?? [];
  if (table === undefined || entry === undefined || other === undefined) return expect.unreachable("none was started");
  writeTable(file, { ...table, desired: 1, replicas: [{ ...entry, draining: 1_000_000 }, other] });
  const owner = open();
  await owner.tend(signal, {});
  await until(() => isGone("worker-1"));
  await owner.tend(signal, {});
  expect(readTable(file)).toMatchObject({ desired: 1, crashes: 0, replicas: [{ id: "worker-2" }] });
  expect(processesWith(`HOME_OF_TEST=${folder}`).length).toBeGreaterThanOrEqual(1);
});

test("where it cannot be written down, nobody is told to leave", async () => {
  const { to, file, pid, replicas } = groupOf();
  await to(2);
  mkdirSync(`${file}.new`);
  await expect(to(0)).rejects.toThrow(/EISDIR/);
  rmSync(`${file}.new`, { recursive: true });
  expect(ids(await replicas())).toEqual(["worker-1 ready", "worker-2 ready"]);
  expect(["worker-1", "worker-2"].map(pid).map(processOf)).not.toContain(undefined);
});

test("a number that was given to another process is nobody's", async () => {
  const { to, file, replicas } = groupOf();
  await to(1);
  const table = readTable(file);
  const [entry] = table?.replicas ?? [];
  if (table === undefined || entry?.process === undefined) return expect.unreachable("nothing was started");
  writeTable(file, {
    ...table,
    replicas: [{ ...entry, process: { ...entry.process, begun: entry.process.begun - 1 } }],
  });
  expect(ids(await replicas())).toEqual(["worker-1 failed"]);
});
