import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { parseLive } from "../../live/config.ts";
import { writeOverride } from "../../live/override.ts";
import { modelOwner } from "../../live/owners/resource-owner.ts";
import { openPlant } from "../../live/plant.ts";
import { runLive } from "../../live/run.ts";
import { bind, type Policy } from "../../policies/index.ts";
import { testClock } from "./clock.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const GIB = 2 ** 30;
const models = `models:
  command: { read: [cat, models], load: [sh, -c, 'echo "load $1 $2" >> asked', ask, "{model}", "{device}"], unload: [sh, -c, 'echo "unload $1 $2" >> asked', ask, "{model}", "{device}"] }
`;
const caches = `caches: { command: { read: [cat, caches], retain: [sh, -c, 'echo "retain $*" >> asked', ask, "{cache}", "{timeToLive}"] } }
`;
const parameters = `    services: {}
    unload: {}
    caches: { every: 1s }
    plan: { models: [{ name: large, size: 20GiB }] }
`;
const live = (owners: string, more = "") => `version: 1
policy:
  policy: service-rules
  parameters:
${parameters}groups: { app: { owner: { command: { read: [echo, "1"] } } } }
${owners}${more}sensors:
  - nvidia: { node: here, program: ./nvidia-smi }
    timeout: 30s
`;
/** One GPU with 4 of 40 GiB free. */
const smi = `#!/bin/sh
case "$1" in --query-gpu*) echo "0, GPU-a, 10, 4096, 40960, Disabled";; esac
`;

async function acting(owners: string, policy?: Policy) {
  const written =
    policy === undefined ? live(owners) : live(owners).replace(/^policy:[\s\S]*?(?=groups)/m, "policy: static\n");
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-resources-"));
  folders.push(folder);
  writeFileSync(join(folder, "nvidia-smi"), smi);
  chmodSync(join(folder, "nvidia-smi"), 0o755);
  const resident = [
    { name: "old", size: 10 * GIB, uses: 3 },
    { name: "busy", size: 5 * GIB, uses: 1, inUse: 1 },
    { name: "much-used", size: 1 * GIB, uses: 80 },
  ];
  writeFileSync(join(folder, "models"), JSON.stringify({ "GPU-a": resident, "GPU-elsewhere": [] }));
  writeFileSync(join(folder, "caches"), JSON.stringify({ fast: { timeToLive: 100, hits: 30, lookups: 100 } }));
  const text = written.replace("./nvidia-smi", join(folder, "nvidia-smi"));
  const config = parseLive(text, join(folder, "live.yaml"));
  const clock = testClock(1_000_000);
  const log = pino({ level: "silent" });
  const plant = await openPlant(config, folder, clock, log);
  const { parameters = {} } = config.policy;
  const checks: unknown[] = [];
  return {
    folder,
    asked: () => (existsSync(join(folder, "asked")) ? readFileSync(join(folder, "asked"), "utf8") : ""),
    async check() {
      await runLive({
        config,
        plant,
        policies: [{ label: "rules", policy: policy ?? bind("service-rules", parameters) }],
        folder,
        journals: folder,
        clock,
        log,
        signal: new AbortController().signal,
        checks: 1,
        act: { state: undefined },
        told: ({ record }) => checks.push(record),
      });
      await plant.close();
      return checks[0] as {
        observation: { devices: object; caches: object };
        held?: readonly { subject: string; because: { code: string } }[];
      };
    },
  };
}

test("models and caches are told of by programs, and changed by others as the policy decides", async () => {
  const { check, asked } = await acting(models + caches);
  const { observation, held } = await check();
  expect(observation.devices).toMatchObject({ "GPU-a": { index: 0, models: [{ name: "old" }, {}, {}] } });
  expect(Object.keys(observation.devices)).toEqual(["GPU-a"]);
  expect(observation.caches).toEqual({ fast: { timeToLive: 100, hits: 30, lookups: 100 } });
  expect(asked().trim().split("\n")).toEqual(["unload old GPU-a", "retain fast 150"]);
  expect(held).toBeUndefined();
});

test("a load names the model and the GPU, and one that fails says why", async () => {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-resources-"));
  folders.push(folder);
  const load = [
    "sh",
    "-c",
    'echo "$1 on $2" > asked; test "$1" = small || { echo too large >&2; exit 1; }',
    "ask",
    "{model}",
    "{device}",
  ];
  const owner = modelOwner({ read: ["cat", "models"], load }, folder);
  expect(owner.asks).toEqual(["load"]);
  const { signal } = new AbortController();
  await owner.ask({ kind: "load", device: "GPU-a", model: "small" }, signal);
  expect(readFileSync(join(folder, "asked"), "utf8")).toBe("small on GPU-a\n");
  await expect(owner.ask({ kind: "load", device: "GPU-a", model: "large" }, signal)).rejects.toThrow(/too large$/);
});

test("a pause holds for them, too", async () => {
  const { check, asked, folder } = await acting(models + caches);
  writeOverride(folder, { paused: true });
  expect((await check()).held?.map(({ subject, because }) => `${subject} ${because.code}`)).toEqual([
    "GPU-a paused",
    "fast paused",
  ]);
  expect(asked()).toBe("");
});

test("a policy that may ask for what nobody can do is refused at the start", () => {
  const problem = (owners: string) => () => parseLive(live(owners), "live.yaml");
  expect(problem("")).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/may ask to load, and nobody here can; write models: /) }),
  );
  expect(problem(models)).toThrow(/may ask to retain, and nobody here can; write caches: .*retain/);
  expect(problem(models.replace("unload", "unlode") + caches)).toThrow(/unlode/);
  expect(problem(`models: { command: { read: [cat, models], load: ["true"] } }\n${caches}`)).toThrow(
    /may ask to unload, and nobody here can/,
  );
  expect(problem(models + caches)).not.toThrow();
});

test("what a module asks for and nobody can do is journaled as held back", async () => {
  const policy: Policy = {
    name: "mine",
    version: 1,
    parameters: {},
    begin: () => null,
    decide: () => ({
      decisions: [
        {
          subject: "fast",
          action: { kind: "retain", cache: "fast", timeToLive: 5 },
          because: [{ code: "asked", facts: {} }],
        },
      ],
      memory: null,
    }),
  };
  const watched = caches.replace(/, retain: .*\]/, "");
  const { check, asked } = await acting(models + watched, policy);
  expect((await check()).held).toEqual([
    { subject: "fast", because: { code: "no-owner", facts: { action: "retain" } } },
  ]);
  expect(asked()).toBe("");
});

test.each([
  ["models", '{"GPU-a": [{"name": "old"}]}', /models.* prints something else than \{GPU: .* \(GPU-a\.0\.size: /],
  ["caches", '{"fast": 3}', /caches.* prints something else than \{CACHE: /],
])("%s that make no sense are refused at the start", async (name, printed, message) => {
  const broken = (models + caches).replace(`cat, ${name}`, `echo, '${printed}'`);
  await expect(acting(broken)).rejects.toThrow(message);
});
