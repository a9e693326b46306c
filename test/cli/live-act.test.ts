import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { processesWith, processOf } from "../../live/process-table.ts";
import { bin, disfunSim, inFolder } from "./disfun-sim.ts";

const live = (count: number, more = "") => `version: 1
check: 300ms
policy: { policy: static, parameters: { counts: { workers: ${count} } } }
${more}
groups:
  workers:
    serves: [work]
    maximum: 8
    owner: { processes: { run: [sleep, "600"], environment: { LIVE_TEST: { env: LIVE_TEST } } } }
sensors:
  - command: { run: [cat, depth], gives: { queues.work.waiting: "" } }
    timeout: 60s
`;

/** Real workers, which are gone afterwards whatever happens. */
async function inPlant(config: string, use: (plant: Plant) => Promise<void>): Promise<void> {
  await inFolder({ "live.yaml": config, depth: "40" }, async (folder) => {
    const env = { LIVE_TEST: folder };
    const workers = () => processesWith(`LIVE_TEST=${folder}`).filter(({ pid }) => isSleep(pid));
    try {
      await use({ folder, workers, env, run: (...args) => disfunSim(folder, ["live", ...args], env) });
    } finally {
      // Runners first, or they start others.
      for (const { pid } of processesWith(`LIVE_TEST=${folder}`).filter(({ pid }) => !isSleep(pid))) kill(pid);
      for (const { pid } of workers()) kill(pid);
    }
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

interface Plant {
  readonly folder: string;
  readonly env: Record<string, string>;
  workers(): { pid: number; begun: number }[];
  run(...args: string[]): ReturnType<typeof disfunSim>;
}

function isSleep(pid: number, seconds = 600): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") === `sleep\u0000${seconds}\u0000`;
  } catch {
    return false;
  }
}

test("acts, leaves its workers when it ends, and the next runner goes on with them", async () => {
  await inPlant(live(3), async ({ run, workers, folder }) => {
    expect(await run("live.yaml", "--checks", "2")).toMatchObject({
      code: 0,
      out: expect.stringContaining("would go 0 to 3"),
    });
    expect(workers()).toEqual([]);
    expect(await run("live.yaml", "--act", "--checks", "2")).toMatchObject({
      code: 0,
      out: expect.stringContaining("goes 0 to 3"),
    });
    const first = workers();
    expect(first).toHaveLength(3);
    await run("live.yaml", "--act", "--checks", "2");
    expect(workers()).toEqual(first);
    const state = JSON.parse(readFileSync(join(folder, "out/live/state.json"), "utf8"));
    expect(state.changes.map(({ by }: { by: number }) => by)).toEqual([3]);
  });
});

test("does nothing about a queue that is not seen, nor beyond its limits", async () => {
  await inPlant(live(5, "limits: { perCheck: 2, perHour: 3 }"), async ({ run, workers, folder }) => {
    const { err, out: told } = await run("live.yaml", "--act", "--checks", "6");
    expect(workers()).toHaveLength(3);
    // As long as nothing else is held back, it is told once.
    for (const text of [err, told]) expect(text.match(/per-hour/g)).toHaveLength(2);
    expect(err).toMatch(/"why":"per-check"[\s\S]*"why":"per-hour"/);
    writeFileSync(join(folder, "live.yaml"), live(0));
    writeFileSync(join(folder, "depth"), "null");
    const blind = await run("live.yaml", "--act", "--checks", "2");
    expect(blind.err).toContain('"why":"unseen-queue"');
    expect(blind.out).toContain("held back, nothing is asked for: unseen-queue (queue work)");
    expect(workers()).toHaveLength(3);
    const { out } = await disfunSim(folder, ["explain", "out/live/journal.jsonl", "--at", "0s"]);
    expect(out).toMatch(
      /^workers: 3 to 0\n.*\n {2}held back, nothing is asked for: unseen-queue \(queue work\)\. Nothing is known of a queue/m,
    );
  });
});

test("orders of people come first: pause, scale, resume, status", async () => {
  await inPlant(live(3), async ({ run, workers, folder }) => {
    expect(await run("pause", "live.yaml")).toEqual({
      code: 0,
      err: "",
      out: "nobody acts\npaused: nothing is asked for\n",
    });
    expect((await run("live.yaml", "--checks", "1")).out).toMatch(
      /\npaused: nothing is asked for\n\S+ {2}workers: would go 0 to 3, /,
    );
    await run("live.yaml", "--act", "--checks", "1");
    expect(workers()).toEqual([]);
    await run("resume", "live.yaml");
    expect((await run("scale", "live.yaml", "workers", "1")).out).toContain("workers stays at 1\n");
    await run("live.yaml", "--act", "--checks", "1");
    expect(workers()).toHaveLength(1);
    expect((await run("resume", "live.yaml")).out).toMatch(
      /^nobody acts\nthe policy decides\nlast check at .*, by static\n$/,
    );
    await run("live.yaml", "--act", "--checks", "1");
    expect(workers()).toHaveLength(3);
    await run("scale", "live.yaml", "workers", "2");
    const ordered = await run("live.yaml", "--act", "--checks", "1");
    expect(ordered.out).toMatch(/^\S+ {2}workers: nothing to do, count-reached .*; asked for 2 instead: ordered$/m);
    await expect.poll(workers).toHaveLength(2);
    const explained = await disfunSim(folder, ["explain", "out/live/journal.jsonl", "--at", new Date().toISOString()]);
    expect(explained.out).toMatch(
      /^workers: nothing to do\n.*\n {2}asked for 2 instead: ordered\. A person has ordered/m,
    );
    // The policy went from 1 to 3; to 1 and to 2 it was the person.
    const { changes } = JSON.parse(readFileSync(join(folder, "out/live/state.json"), "utf8"));
    expect(changes.map(({ by }: { by: number }) => by)).toEqual([2]);
    expect(await run("scale", "live.yaml", "workers", "9")).toMatchObject({
      code: 2,
      err: expect.stringContaining("expected 0 to 8"),
    });
    expect(await run("scale", "live.yaml", "worker", "1")).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean "workers"?'),
    });
  });
});

test("a second runner is refused, or watches beside the first", async () => {
  await inPlant(live(4), async ({ run, folder, env }) => {
    const args = [bin, "live", "live.yaml", "--act"];
    const runner = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore" });
    await expect.poll(() => existsSync(join(folder, "out/live/state.json")), { timeout: 60_000 }).toBe(true);
    const second = await run("live.yaml", "--act", "--checks", "1");
    expect(second).toMatchObject({
      code: 2,
      err: expect.stringContaining(`the runner with process ${runner.pid} acts here already`),
    });
    const unnamed = await run("live.yaml", "--checks", "1");
    expect(unnamed).toMatchObject({ code: 2, err: expect.stringContaining("name another folder with --journal") });
    mkdirSync(join(folder, "elsewhere"));
    const elsewhere = (...args: string[]) => disfunSim(join(folder, "elsewhere"), ["live", ...args], env);
    expect(await elsewhere("../live.yaml", "--act", "--checks", "1")).toMatchObject({
      code: 2,
      err: expect.stringContaining(`the runner with process ${runner.pid} acts here already`),
    });
    expect((await elsewhere("status", "../live.yaml")).out).toContain(`process ${runner.pid} acts\n`);
    expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
    const beside = await run("live.yaml", "--checks", "1", "--json", "--journal", "beside");
    expect(JSON.parse(beside.out).observation.groups.workers.desired).toBe(4);
  });
});

test("SIGHUP reads the configuration again, and one that is wrong changes nothing", async () => {
  await inPlant(live(2), async ({ workers, folder, env, run }) => {
    const runner = spawn(process.execPath, [bin, "live", "live.yaml", "--act"], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
    let said = "";
    for (const stream of [runner.stdout, runner.stderr]) stream.on("data", (data) => (said += data));
    const closed = new Promise((resolve) => runner.once("close", resolve));
    const patience = { timeout: 60_000 };
    await expect.poll(() => workers().length, patience).toBe(2);
    writeFileSync(join(folder, "live.yaml"), live(3).replace("static", "statik"));
    runner.kill("SIGHUP");
    await expect.poll(() => said, patience).toContain("the configuration stays as it was");
    expect(said).toContain('live.yaml:3:19 policy.policy: there is no policy \\"statik\\"');
    writeFileSync(join(folder, "live.yaml"), live(3));
    runner.kill("SIGHUP");
    await expect.poll(() => workers().length, patience).toBe(3);
    expect(said).toContain("the configuration was read again");
    writeFileSync(join(folder, "live.yaml"), live(0).replaceAll("workers", "labour"));
    runner.kill("SIGHUP");
    const stray = "group workers is not in the configuration and 3 of its processes run on";
    await expect.poll(() => said, patience).toContain(stray);
    expect((await run("status", "live.yaml")).out).toContain(`\n${stray}`);
    expect((await disfunSim(folder, ["doctor", "live.yaml"], env)).out).toContain(`\nnote    ${stray}`);
    runner.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(workers()).toHaveLength(3);
  });
});

test("status tells what fails since when, what is held back and when the next check is; and no SIGHUP is lost on the way", async () => {
  const config = live(3, "limits: { perHour: 1 }\nresourceLog: { sampler: workers }")
    .replace("workers: 3", "workers: 3, others: 2")
    .replace(
      "groups:",
      'groups:\n  others: { owner: { command: { read: [echo, "1"], scale: ["false", "{desired}"] } } }',
    )
    // Whoever is forgotten reads on, and the runner never ends.
    .replace(
      "timeout: 60s",
      "timeout: 60s\n    period: 2m\n  - command: { run: [cat, price], gives: { signals.price: '' } }",
    );
  await inPlant(config, async ({ workers, folder, env, run }) => {
    writeFileSync(join(folder, "price"), "1");
    expect((await run("live.yaml", "--checks", "1")).code).toBe(0);
    expect(existsSync(join(folder, "logs"))).toBe(false);
    const runner = spawn(process.execPath, [bin, "live", "live.yaml", "--act", "--quiet"], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
    let said = "";
    runner.stderr.on("data", (data) => (said += data));
    const closed = new Promise((resolve) => runner.once("close", resolve));
    const patience = { timeout: 60_000 };
    await expect.poll(() => workers().length, patience).toBe(1);
    expect(existsSync(join(folder, "logs"))).toBe(true);
    rmSync(join(folder, "price"));
    await expect.poll(() => said, patience).toContain("readings are missing");
    const status = async () => (await run("status", "live.yaml")).out;
    await expect.poll(status, patience).toMatch(/^command-2 has failed since \S+Z: .*price/m);
    const { out } = await run("status", "live.yaml");
    expect(out).toMatch(/^next check (is|was due) at \S+Z$/m);
    expect(out).toMatch(/^workers: goes 1 to 3, .*; held back, nothing is asked for: per-hour \(limit 1, spent 1\)$/m);
    expect(out).toMatch(/^others: asking for 2 has failed since \S+Z \(1 time\): false 2 ended with code 1$/m);

    writeFileSync(join(folder, "price"), "1");
    await expect.poll(status, patience).not.toContain("command-2 has failed");
    for (let turn = 0; turn < 5; turn++) runner.kill("SIGHUP") && (await delay(20));
    await expect
      .poll(() => readdirSync(join(folder, "out/live")).filter((name) => name.startsWith("journal.2")).length, patience)
      .toBeGreaterThan(0);
    runner.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(await status()).toMatch(/^nobody acts\nthe policy decides\nlast check at \S+Z, by static\n$/);
  });
});

// The auto-scaler's document starts it with start_monitoring and stops it with stop_monitoring; what these do was read from its code:
// started twice it goes on as it was, and stopping cancels it without waiting, whatever it is doing, and touches no worker.
test("the auto-scaler: starting it twice changes nothing, stopping it waits for nothing and leaves its workers alone", async () => {
  const config = live(0)
    .replace(/policy:.*/, "policy: { policy: utilization, parameters: { minimum: 2, cooldown: 5m } }")
    .replace("[cat, depth]", "[sh, -c, 'test ! -e hang || sleep 599; cat depth']");
  await inPlant(config, async ({ workers, folder, env, run }) => {
    const args = [bin, "live", "live.yaml", "--act", "--quiet"];
    const runner = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore" });
    const closed = new Promise((resolve) => runner.once("close", resolve));
    const patience = { timeout: 60_000 };
    await expect.poll(() => workers().length, patience).toBe(2);
    const first = workers();
    expect((await run("live.yaml", "--act", "--checks", "2")).code).toBe(2);
    expect(processOf(runner.pid ?? 0)).toBeDefined();
    expect(workers()).toEqual(first);

    writeFileSync(join(folder, "hang"), "");
    const reading = () => processesWith(`LIVE_TEST=${folder}`).filter(({ pid }) => isSleep(pid, 599));
    await expect.poll(() => reading().length, patience).toBe(1);
    const asked = performance.now();
    runner.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(performance.now() - asked).toBeLessThan(20_000);
    await expect.poll(() => reading().length, patience).toBe(0);
    expect(workers()).toEqual(first);
    rmSync(join(folder, "hang"));
    const { changes } = JSON.parse(readFileSync(join(folder, "out/live/state.json"), "utf8"));
    await run("live.yaml", "--act", "--checks", "2");
    expect(workers()).toEqual(first);
    expect(JSON.parse(readFileSync(join(folder, "out/live/state.json"), "utf8")).changes).toEqual(changes);
  });
});

test("drains its workers before it ends, where the configuration says so", async () => {
  await inPlant(live(2, "onStop: drain"), async ({ workers, folder, env }) => {
    const args = [bin, "live", "live.yaml", "--act", "--quiet"];
    const runner = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore" });
    const closed = new Promise((resolve) => runner.once("close", resolve));
    await expect.poll(() => workers().length, { timeout: 60_000 }).toBe(2);
    runner.kill("SIGTERM");
    expect(await closed).toBe(0);
    expect(workers()).toEqual([]);
  });
});

test("whose folder is removed goes on, and ends when it is told", async () => {
  await inPlant(live(1), async ({ workers, folder, env }) => {
    const args = [bin, "live", "live.yaml", "--act", "--quiet"];
    const runner = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore" });
    const closed = new Promise((resolve) => runner.once("close", resolve));
    await expect.poll(() => workers().length, { timeout: 60_000 }).toBe(1);
    // The runner may write while it is removed.
    rmSync(folder, { recursive: true, maxRetries: 10 });
    await expect.poll(() => existsSync(join(folder, "out/live/state.json")), { timeout: 60_000 }).toBe(true);
    runner.kill("SIGTERM");
    expect(await closed).toBe(0);
  });
});

test("secrets are in no log, journal, state, error or page, whoever tells them", async () => {
  const config = `version: 1
check: 200ms
policy: { policy: static, parameters: { counts: { workers: 5 } } }
groups:
  workers:
    serves: [work]
    owner: { command: { read: [cat, count], scale: [sh, -c, 'echo "no rights for $TOKEN" >&2; exit {desired}'] } }
  others: { owner: { processes: { run: [sleep, "1"], environment: { TOKEN: { file: secret } } } } }
sensors:
  - command: { run: [sh, -c, 'cat depth || { echo "asked with $TOKEN" >&2; exit 1; }'], gives: { queues.work.waiting: "" } }
    timeout: 60s
  - http: { url: { env: ADDRESS }, headers: { authorization: { env: TOKEN } }, gives: { signals.price: "" } }
`;
  const server = createServer((_, response) => response.end("2"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const env = { TOKEN: "t0ken-of-mine", ADDRESS: `http://me:passw0rd@127.0.0.1:${port}/price` };
  await inFolder({ "live.yaml": config, depth: "40", count: "3", secret: "fr0m-a-file" }, async (folder) => {
    const run = disfunSim(folder, ["live", "live.yaml", "--act", "--checks", "15"], env);
    const journal = join(folder, "out/live/journal.jsonl");
    const hasChecked = () => existsSync(journal) && readFileSync(journal, "utf8").includes('"observation"');
    await expect.poll(hasChecked, { timeout: 60_000 }).toBe(true);
    rmSync(join(folder, "depth"));
    server.close();
    server.closeAllConnections();
    const { out, err } = await run;
    const later = await disfunSim(folder, ["doctor", "live.yaml"], env);
    expect(err).toContain("no rights for [redacted]");
    expect(err).toContain("asked with [redacted]");
    expect(later.out).toMatch(/^wrong .*asked with \[redacted\]$/m);
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !["secret", "live.yaml"].includes(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(written.length).toBeGreaterThanOrEqual(3);
    for (const text of [out, err, later.out, later.err, ...written]) expect(text).not.toMatch(/t0ken|passw0rd|fr0m-a/);
  });
});
