import { describe, expect, test } from "vitest";
import type { Decision, Held, JournalHeader } from "../../policies/index.ts";
import { recorded } from "../../sim/index.ts";
import { groupOf, idle, observe, queueOf } from "../policies/observations.ts";

const headerOf = (controller?: string): JournalHeader => ({
  version: 1,
  kind: "header",
  ...(controller === undefined ? {} : { controller }),
  policy: "static",
  policyVersion: 1,
  parameters: {},
  memory: null,
});

/** A check at which so many wait; without a count the group cannot be read. */
function check(time: number, waiting: number, desired?: number, asked?: number, controller?: string) {
  const groups = desired === undefined ? {} : { pool: groupOf(idle(desired), { serves: ["work"], desired }) };
  const action: Decision["action"] = asked === undefined ? null : { kind: "scale", group: "pool", desired: asked };
  const decision: Decision = {
    subject: "pool",
    action,
    because: [{ code: action === null ? "enough" : "more", facts: {} }],
  };
  return {
    record: {
      ...(controller === undefined ? {} : { controller }),
      time,
      observation: observe({ time, queues: { work: queueOf(waiting) }, groups }),
      decisions: [decision],
    },
  };
}

describe("a journal as a run over time", () => {
  test("has what was seen at each check, and nothing where it was not", () => {
    const lines = [{ header: headerOf() }, check(1000, 5, 2, 4), check(1060, 9), check(1120, 0, 4)];
    const [one, ...others] = recorded(lines, (first, last) => {
      expect([first, last]).toEqual([1000, 1120]);
      return 940;
    });
    expect(others).toEqual([]);
    const { series, decisions } = one?.detail ?? {};
    expect(series?.time).toEqual([60, 120, 180]);
    expect(series?.binWidth).toBe(60);
    expect(series?.columns["queue/work/waiting"]?.values).toEqual([5, 9, 0]);
    expect(series?.columns["group/pool/desired"]?.values).toEqual([2, null, 4]);
    expect(series?.columns["group/pool/ready"]?.values).toEqual([2, null, 4]);
    expect(series?.columns["group/pool/signal/asked for"]?.values).toEqual([4, null, 4]);
    expect(decisions?.map(({ time, desired, repeats }) => ({ time, desired, repeats }))).toEqual([
      { time: 60, desired: { from: 2, to: 4 }, repeats: 1 },
      { time: 120, desired: undefined, repeats: 2 },
    ]);
    expect(decisions?.[0]?.seen?.queues).toMatchObject({ work: { waiting: 5 } });
  });

  test("tells what was asked for in place of what was decided, for how long, and why", () => {
    const ordered = (desired: number) => ({ subject: "pool", desired, because: { code: "ordered", facts: {} } });
    const limited = { subject: "pool", because: { code: "per-hour", facts: { limit: 4 } } };
    const held = (line: ReturnType<typeof check>, ...all: Held[]) => ({ record: { ...line.record, held: all } });
    const silent = held(check(240, 5, 6), ordered(8));
    silent.record.decisions = [];
    const lines = [
      ...[{ header: headerOf() }, held(check(0, 5, 2, 4), ordered(7)), held(check(60, 5, 7, 4), ordered(7))],
      ...[held(check(120, 5, 7, 4), limited), check(180, 5, 7, 6), silent],
    ];
    const [one] = recorded(lines, () => 0);
    expect(one?.held).toEqual([
      { time: 0, until: 120, ...ordered(7) },
      { time: 120, until: 180, ...limited },
      { time: 240, ...ordered(8) },
    ]);
    expect(one?.detail.series.columns["group/pool/signal/asked for"]?.values).toEqual([7, 7, 7, 6, 8]);
    const told = one?.detail.decisions.map(({ desired, because }) => [
      desired && [desired.from, desired.to],
      because.map(({ code }) => code).join(),
      because.at(-1)?.facts,
    ]);
    expect(told).toEqual([
      [[2, 7], "more,ordered", { wanted: 4 }],
      [undefined, "more,ordered", { wanted: 4 }],
      [undefined, "more,per-hour", { limit: 4, wanted: 4 }],
      [[7, 6], "more", {}],
      [[6, 8], "policy-silent,ordered", {}],
    ]);
  });

  test("is told for each controller, and when it was loaded again", () => {
    const lines = [
      ...[{ header: headerOf("a") }, { header: headerOf("b") }],
      ...[check(0, 1, 1, 2, "a"), check(5, 2, 1, 3, "b"), { header: headerOf("a") }, check(10, 3, 2, 2, "a")],
    ];
    const all = recorded(lines, () => 0);
    expect(all.map(({ controller, checks, reloads }) => ({ controller, checks, reloads }))).toEqual([
      { controller: "a", checks: 2, reloads: [0] },
      { controller: "b", checks: 1, reloads: [] },
    ]);
    const never = () => {
      throw new Error("there is no time to count from");
    };
    expect(recorded([{ header: headerOf() }], never)).toEqual([]);
  });
});
