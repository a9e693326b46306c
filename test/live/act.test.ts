import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { actor } from "../../live/act.ts";
import { stopwatch } from "../../live/clock.ts";
import { writeOverride } from "../../live/override.ts";
import type { Plant } from "../../live/plant.ts";
import { readState } from "../../live/state.ts";
import { type Action, bind, control } from "../../policies/index.ts";
import { groupOf, idle, observe } from "../policies/observations.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-act-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A runner whose group had two replicas, and what it asks for at a check. */
function acting() {
  const asked: string[] = [];
  const broken = { now: false };
  const plant: Partial<Plant> = {
    async scale({ group, desired }) {
      if (broken.now) throw new Error("no rights");
      asked.push(`${group} ${desired}`);
    },
    tend: async () => undefined,
  };
  const policy = bind("static", { counts: { workers: 4 } });
  const log = pino({ level: "silent" });
  const limits = { perCheck: 2, perHour: 2 };
  const own = { folder, plant: plant as Plant, policy, controller: control(policy), limits, state: undefined, log };
  const { plan, carryOut, refused } = actor(own);
  let time = 1_000_000;
  const check = async (count: number, ...actions: Action[]) => {
    const seen = { ...observe({ groups: { workers: groupOf(idle(count)) } }), time };
    const planned = plan(seen, actions, []);
    await carryOut(planned, seen, new AbortController().signal);
    return { asked: asked.splice(0), held: planned.held };
  };
  function later(seconds: number): void {
    time += seconds;
  }
  return Object.assign(check, { broken, refused, later });
}
const to = (desired: number): Action => ({ kind: "scale", group: "workers", desired });

test("an order is told of where the policy wants nothing, and where it wants something else", async () => {
  const check = acting();
  writeOverride(folder, { groups: { workers: 1 } });
  const held = [{ subject: "workers", desired: 1, because: { code: "ordered", facts: {} } }];
  expect(await check(2)).toEqual({ asked: ["workers 1"], held });
  expect(await check(2, to(4))).toEqual({ asked: ["workers 1"], held });
  writeOverride(folder, { groups: { elsewhere: 3 } });
  expect(await check(2)).toEqual({ asked: [], held: [] });
  writeOverride(folder, { groups: { workers: 1 }, paused: true });
  expect(await check(2)).toEqual({ asked: [], held: [] });
});

test("orders go beyond the limits, and leave the policy its hour", async () => {
  const check = acting();
  writeOverride(folder, { groups: { workers: 40 } });
  expect((await check(2)).asked).toEqual(["workers 40"]);
  writeOverride(folder, { groups: { workers: 2 } });
  expect((await check(40)).asked).toEqual(["workers 2"]);
  expect(readState(folder)?.changes).toEqual([]);
  writeOverride(folder, {});
  expect(await check(2, to(4))).toEqual({ asked: ["workers 4"], held: [] });
  const state = readState(folder);
  expect(state?.changes).toEqual([{ time: 1_000_000, group: "workers", by: 2 }]);
  expect(state?.stopwatch).toEqual({ boot: stopwatch()?.boot, seconds: expect.any(Number) });
  expect((await check(4, to(5))).held).toMatchObject([{ because: { code: "per-hour", facts: { spent: 2 } } }]);
});

test("what is asked for in vain is told of, since when and how often, until it is done or not wanted any more", async () => {
  const check = acting();
  check.broken.now = true;
  await check(2, to(3));
  check.later(15);
  await check(2, to(3));
  const refusal = { subject: "workers", action: to(3), since: 1_000_000, times: 2, fault: "no rights" };
  expect(check.refused()).toEqual([refusal]);
  // The hour's changes are used up: it is held back, and was refused all the same.
  expect((await check(2, to(4))).asked).toEqual([]);
  expect(check.refused()).toEqual([refusal]);
  await check(2);
  expect(check.refused()).toEqual([]);
  check.later(3600);
  await check(2, to(4));
  expect(check.refused()).toMatchObject([{ since: 1_003_615, times: 1 }]);
  check.later(3600);
  check.broken.now = false;
  await check(2, to(4));
  expect(check.refused()).toEqual([]);
});
