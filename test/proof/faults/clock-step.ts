import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type Clock, steadyClock } from "../../../live/clock.ts";
import { parseLive } from "../../../live/config.ts";
import type { Plant } from "../../../live/plant.ts";
import { runLive } from "../../../live/run.ts";
import { readState } from "../../../live/state.ts";
import { bindModule, type Policy, type Seconds } from "../../../policies/index.ts";
import { unless } from "./checks.ts";
import type { FaultRow } from "./fault.ts";

const COOLDOWN = 1;
const HOUR = 3600;

/** Somebody sets the machine's clock, by an hour forth and two back, while a runner acts, and back and forth while none does. */
export async function clockStep(): Promise<FaultRow> {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-clock-"));
  const timeOfDay = Date.now;
  const began = performance.now();
  /** By a stopwatch: when it was looked, and when that led to a change. */
  let looked: Seconds = 0;
  const acted: Seconds[] = [];
  const told = (what: "looked" | "changed") => {
    if (what === "looked") looked = (performance.now() - began) / 1000;
    else acted.push(looked);
  };
  try {
    const steps = [setTimeout(() => setClock(HOUR), 1500), setTimeout(() => setClock(-HOUR), 3500)];
    await act(folder, 60, told);
    for (const step of steps) clearTimeout(step);
    const first = acted.length;
    for (const between of [-2 * HOUR, 3 * HOUR]) {
      setClock(between);
      await act(folder, 30, told);
    }
    const gaps = acted.slice(1).map((time, index) => time - (acted[index] ?? time));
    const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
    return {
      fault: "clock set by an hour forth and two back in a run, and by an hour back and five forth between two",
      must: `a cooldown of ${COOLDOWN} s ends neither early nor never`,
      seen: `${acted.length} changes, ${least.toFixed(2)} to ${most.toFixed(2)} s apart`,
      violations: [
        ...unless(first >= 3 && acted.length >= first + 4, `${first} changes, then ${acted.length - first}`),
        ...unless(least >= COOLDOWN - 0.01, `changes ${least} s apart`),
        ...unless(most <= 2 * COOLDOWN + 1, `changes ${most} s apart`),
      ],
    };
  } finally {
    Date.now = timeOfDay;
    rmSync(folder, { recursive: true, force: true });
  }

  function setClock(by: Seconds): void {
    Date.now = () => timeOfDay() + by * 1000;
  }
}

/** As the command does it: what was remembered, and a clock that goes on from there. */
async function act(folder: string, checks: number, told: Told): Promise<void> {
  const config = parseLive(
    `version: 1
check: 100ms
policy: static
groups: { workers: { owner: { command: { read: [echo, "1"] } } } }
sensors: [{ host: { node: here } }]
`,
    join(folder, "live.yaml"),
  );
  const state = readState(folder);
  const clock = steadyClock(state);
  const policy = bindModule(flips, { wrap: [{ cooled: { up: COOLDOWN, down: COOLDOWN } }] }, "flips");
  await runLive({
    config,
    plant: plantOf(clock, told),
    policies: [{ label: "flips", policy }],
    folder,
    journals: folder,
    clock,
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
    checks,
    act: { state },
    remembered: state,
    told: () => undefined,
  });
}

type Told = (what: "looked" | "changed") => void;

/** Always wants another count. */
const flips: Policy = {
  name: "flips",
  version: 1,
  parameters: {},
  begin: () => null,
  decide: ({ groups }) => ({
    decisions: Object.entries(groups).map(([group, { desired }]) => ({
      subject: group,
      action: { kind: "scale", group, desired: desired === 1 ? 2 : 1 },
      because: [{ code: "flips", facts: {} }],
    })),
    memory: null,
  }),
};

/** Does at once what it is asked for. It outlives its runners. */
function plantOf(clock: Clock, told: Told): Plant {
  return {
    observe: async () => {
      told("looked");
      const workers = { serves: [], minimum: 0, desired, replicas: [], signals: {} };
      return { time: clock.now(), queues: {}, groups: { workers }, nodes: {}, devices: {}, caches: {}, signals: {} };
    },
    scale: async (action) => {
      desired = action.desired;
      told("changed");
    },
    listen: () => undefined,
    missing: () => [],
    failing: () => [],
    can: () => false,
    ask: async () => undefined,
    tend: async () => undefined,
    counts: () => ({}),
    close: async () => undefined,
  };
}

let desired = 1;
