import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { parseLive } from "../../live/config.ts";
import { openPlant } from "../../live/plant.ts";
import { runLive } from "../../live/run.ts";
import { lookedFor } from "../../live/stale.ts";
import type { JournalRecord, Observation, Policy } from "../../policies/index.ts";
import { groupOf, idle, observe, queueOf } from "../policies/observations.ts";
import { testClock } from "./clock.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Wants five replicas, and looks at what `reads` looks at. */
const looking = (reads: (observation: Observation) => unknown): Policy => ({
  name: "looking",
  version: 1,
  parameters: null,
  begin: () => null,
  decide: (observation) => {
    reads(observation);
    const because = [{ code: "wants-five", facts: {} }] as const;
    return {
      decisions: [{ subject: "workers", action: { kind: "scale", group: "workers", desired: 5 }, because }],
      memory: null,
    };
  },
});

describe("a policy looks for a missing reading", () => {
  const seen = observe({ queues: { work: queueOf(3) }, groups: { workers: groupOf(idle(1)) } });
  const price = ["signals", "price"];
  const rate = ["queues", "work", "arrivalRate"];
  const found = (reads: (observation: Observation) => unknown) => lookedFor(looking(reads), seen, null, [price, rate]);
  test.each<[string, (observation: Observation) => unknown, string[][]]>([
    ["by its name", ({ signals }) => signals.price, [price]],
    ["by all there are", ({ queues }) => Object.values(queues.work ?? {}), [rate]],
    ["as JSON", (all) => JSON.stringify(all), [price, rate]],
    ["and not by looking beside it", ({ queues, signals }) => [queues.work?.waiting, signals.other], []],
  ])("%s", (_, reads, paths) => expect(found(reads)).toEqual(paths));

  test("and one that does not stand being watched may look for all", () => {
    const fragile = ({ signals }: Observation) => {
      if ("price" in signals) throw new Error("never seen this");
    };
    expect(found(fragile)).toEqual([price, rate]);
  });
});

/** Checks of a runner that acts, each after a change of what its commands print, and what was journaled and asked for at it. */
async function acting(policy: Policy, changes: readonly Record<string, string>[]) {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-stale-"));
  folders.push(folder);
  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  };
  write({ count: "2", depth: "40", price: "1.5", asked: "" });
  const config = parseLive(
    `version: 1
policy: static
groups:
  workers: { serves: [work], owner: { timeout: 60s, command: { read: [cat, count], scale: [sh, -c, "echo {desired} >> asked"] } } }
sensors:
  - { command: { run: [cat, depth], gives: { queues.work.waiting: "" } }, timeout: 60s }
  - { command: { run: [cat, price], gives: { signals.price: "" } }, timeout: 60s }
`,
    join(folder, "live.yaml"),
  );
  const log = pino({ level: "silent" });
  const clock = testClock();
  const plant = await openPlant(config, folder, clock, log);
  const checks: [string[], string | undefined][] = [];
  let turn = 0;
  const change = () => write({ asked: "", ...changes[turn++] });
  change();
  await runLive({
    config,
    plant: { ...plant, tend: async () => undefined },
    policies: [{ label: "main", policy }],
    folder,
    journals: folder,
    clock,
    log,
    signal: new AbortController().signal,
    checks: changes.length,
    act: { state: undefined },
    told: () => {
      const last = readFileSync(join(folder, "journal.jsonl"), "utf8").trim().split("\n").at(-1) ?? "";
      const [held] = (JSON.parse(last) as JournalRecord).held ?? [];
      const asked = readFileSync(join(folder, "asked"), "utf8").split("\n").filter(Boolean);
      checks.push([asked, held && `${held.because.code} ${held.because.facts.readings}`]);
      change();
    },
  });
  await plant.close();
  return checks;
}

test("nothing is done while a reading that the policy looks for is stale, and the journal says so; when it is back it is done", async () => {
  const policy = looking(({ signals }) => signals.price);
  expect(await acting(policy, [{}, { price: "broken" }, { price: "1.6" }])).toEqual([
    [["5"], undefined],
    [[], "stale-readings signals.price"],
    [["5"], undefined],
  ]);
});

test("what its owner does not know is not stale, nor is what the policy does not look at", async () => {
  expect(
    await acting(
      looking(({ signals }) => signals.price),
      [{ price: "null" }],
    ),
  ).toEqual([[["5"], undefined]]);
  expect(
    await acting(
      looking(({ queues }) => queues.work?.waiting),
      [{ price: "broken" }],
    ),
  ).toEqual([[["5"], undefined]]);
});
