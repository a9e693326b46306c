import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { loadLive, parseLive } from "../../live/config.ts";
import { makeOwner } from "../../live/make-owner.ts";
import { processesWith, processOf } from "../../live/process-table.ts";
import { bind, type Json, type Replica } from "../../policies/index.ts";
import { groupOf, idle, observe, queueOf } from "../policies/observations.ts";
import { until } from "./broker.ts";
import { testClock } from "./clock.ts";
import { funsearchConfig, funsearchPrograms } from "./funsearch-programs.ts";
import { clear, kill } from "./processes-of-test.ts";

// The configuration that is shipped for DistributedFunSearch, with its programs replaced by some that note how they were started.
const vectorFile = new URL("../conformance/vectors/distributed-funsearch.json", import.meta.url);

const { signal } = new AbortController();
const folders: string[] = [];
afterEach(() => clear(folders));

async function groupNamed(name: "sampler" | "evaluator") {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-funsearch-"));
  folders.push(folder);
  const { note } = funsearchPrograms(folder);
  const { written } = await loadLive(funsearchConfig);
  const owner = written.groups[name]?.owner;
  if (owner?.processes === undefined) return expect.unreachable("it has no processes");
  const environment = { HOME_OF_TEST: folder, PATH: `${folder}:${process.env.PATH}` };
  const clock = testClock(1_000_000);
  const own = { ...owner, processes: { ...owner.processes, environment } };
  const made = makeOwner(name, own, folder, join(folder, "state"), clock);
  return {
    clock,
    to: (desired: number, start: { place: string }[] = []) =>
      made.scale?.({ kind: "scale", group: name, desired, start }, signal),
    tend: () => made.tend?.(signal, {}),
    phases: async () => (await made.read(signal)).replicas.map(({ phase }: Replica) => phase),
    note,
    end: () => writeFileSync(join(folder, "done"), ""),
    processes: () => processesWith(`HOME_OF_TEST=${folder}`),
  };
}

test("a sampler is told the number of its GPU, as the driver counts, and serves while its attach program has one", async () => {
  const { to, tend, phases, note } = await groupNamed("sampler");
  await to(1, [{ place: "GPU-b" }]);
  await until(() => note("up") !== undefined);
  expect(note("started")).toBe("sampler-1 6 PCI_BUS_ID -m disfun.attach_samplers --no-dynamic-scaling\n");
  await tend();
  expect(await phases()).toEqual(["ready"]);
  const sampler = Number(note("up"));
  kill(sampler);
  await until(() => processOf(sampler) === undefined);
  await tend();
  expect(await phases()).toEqual(["unhealthy"]);
});

test("one whose GPU the driver does not know does not start", async () => {
  const { to, tend, phases, note } = await groupNamed("sampler");
  await to(1, [{ place: "GPU-lost" }]);
  await until(async () => (await phases())[0] === "failed");
  await tend();
  expect(await phases()).toEqual([]);
  expect(note("started")).toBeUndefined();
});

interface Vector {
  readonly name: string;
  readonly config: { readonly argv?: readonly string[] };
  readonly observation: { readonly remaining_eval_s?: number };
  readonly expected: Readonly<Record<string, unknown>>;
}
const { vectors } = JSON.parse(readFileSync(vectorFile, "utf8")) as { readonly vectors: readonly Vector[] };
const vector = (name: string) => vectors.find((each) => each.name === name) ?? expect.unreachable(`no vector ${name}`);

// The published scaler kills it after 30 s: its work is begun anew elsewhere, and what it had started runs on.
test("evaluator-terminated-mid-evaluation-long: an evaluation that goes on for a minute is let finish", async () => {
  const { observation, expected } = vector("evaluator-terminated-mid-evaluation-long");
  expect(expected).toMatchObject({ signal: ["SIGTERM", "SIGKILL"], requeued: 1, result_published: "no" });
  const { to, tend, phases, note, end, processes, clock } = await groupNamed("evaluator");
  await to(1);
  await until(() => note("up") !== undefined);
  await tend();
  expect(await phases()).toEqual(["ready"]);
  await to(0);
  await until(() => note("told") !== undefined);
  clock.pass(observation.remaining_eval_s ?? 0);
  await tend();
  expect(await phases()).toEqual(["draining"]);
  end();
  await until(() => processes().length === 0);
  await tend();
  expect(await phases()).toEqual([]);
  expect(note("told")).toBe("told\n");
  expect(note("published")).toBe("result\n");
});

test("one that has not ended after five minutes is killed, with all it started", async () => {
  const { to, tend, phases, note, processes, clock } = await groupNamed("evaluator");
  await to(1);
  await until(() => note("up") !== undefined);
  await to(0);
  await until(() => note("told") !== undefined);
  clock.pass(300);
  await tend();
  await until(() => processes().length === 0);
  await tend();
  expect(await phases()).toEqual([]);
  expect(note("published")).toBeUndefined();
});

// There the interval of the command line is dropped in favor of config.py's; here nothing is said twice.
test.each([
  ["cli-attach-samplers", "sampler"],
  ["cli-attach-evaluators", "evaluator"],
] as const)("%s: the interval and the maximum that were asked for are in force", async (name, role) => {
  const { config, expected } = vector(name);
  const asked = (flag: string) => Number(config.argv?.[config.argv.indexOf(flag) + 1]);
  const maximum = asked(`--max_${role}s`);
  const interval = asked("--check_interval");
  expect(expected).toMatchObject({ [`max_${role}s`]: maximum, check_interval: 120 });
  expect(interval).not.toBe(120);
  const other = role === "sampler" ? "evaluator" : "sampler";
  const text = readFileSync(funsearchConfig, "utf8")
    .replace("check: 120s", `check: ${interval}s`)
    .replace(`    ${other}: {`, `    ${other}: null #`)
    .replace(new RegExp(`(?<=^    ${role}: { maximum: )\\d+`, "m"), String(maximum));
  const { written, policy } = parseLive(text, funsearchConfig);
  expect(written.check).toBe(interval);
  const bound = bind("distributed-funsearch", { ...(policy.parameters as { [key: string]: Json }), cpuOnly: true });
  const seen = (count: number) =>
    observe({
      queues: { [`${role}_queue`]: { ...queueOf(1000), inService: 0 } },
      groups: { [role]: groupOf(idle(count), { serves: [`${role}_queue`] }) },
      nodes: { here: { cores: 8, cpuUtilization: 0, loadPerCore: 0, memoryFree: 2 ** 40 } },
    });
  const decided = (count: number) => bound.decide(seen(count), bound.begin()).decisions;
  expect(decided(maximum - 1)).toMatchObject([{ subject: role, action: { desired: maximum } }]);
  expect(decided(maximum)).toMatchObject([{ subject: role, action: null }]);
});
