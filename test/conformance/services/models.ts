import { z } from "zod";
import { bind, type Device, type Model, type Observation } from "../../../policies/index.ts";
import type { Comparison, Vector } from "../family.ts";

const mebibyte = 2 ** 20;

const config = z.strictObject({
  criticalBelow: z.number().default(0.2),
  warningBelow: z.number().default(0.25),
  checkEverySec: z.number().default(10),
  pinned: z.array(z.string()).default([]),
});
const model = z.strictObject({
  name: z.string(),
  vramMiB: z.number(),
  uses15m: z.number().optional(),
  lastUsed: z.number().optional(),
  inFlight: z.number().optional(),
  pinned: z.boolean().optional(),
});
const gpu = z.strictObject({ totalMiB: z.number(), otherMiB: z.number().default(0), models: z.array(model) });
type Gpu = z.output<typeof gpu>;
const verdict = z.strictObject({ level: z.enum(["ok", "warning", "critical"]), unload: z.string().nullable() });

/** One check of one GPU in each case; or one GPU from check to check, with what is unloaded gone at the next. */
export function checkUnloading(vector: Vector): Comparison {
  const rules = config.parse(vector.config ?? {});
  if (vector.cases !== undefined) {
    const cases = z
      .array(z.strictObject({ case: z.string(), gpu, expected: verdict }))
      .min(1)
      .parse(vector.cases);
    const actual = cases.map((each) => ({ ...each, expected: judged(rules, each.gpu, 1000) }));
    return { expected: cases, actual };
  }
  let { gpu: now } = z.strictObject({ gpu }).parse(vector.initial);
  const expected = z.array(verdict.extend({ t: z.number(), free_pct: z.number() })).parse(vector.expected);
  const actual = expected.map((_, index) => {
    const t = index * rules.checkEverySec;
    const { level, unload } = judged(rules, now, 1000 + t);
    const free = (freeOf(now) / now.totalMiB) * 100;
    now = { ...now, models: now.models.filter(({ name }) => name !== unload) };
    return { t, free_pct: Math.round(free * 10) / 10, level, unload };
  });
  return { expected: expected.map(({ t, free_pct, level, unload }) => ({ t, free_pct, level, unload })), actual };
}

function judged(rules: z.output<typeof config>, shown: Gpu, time: number): z.output<typeof verdict> {
  const pinned = [...rules.pinned, ...shown.models.flatMap(({ name, pinned: isPinned }) => (isPinned ? [name] : []))];
  const { criticalBelow, warningBelow } = rules;
  const policy = bind("service-rules", { unload: { criticalBelow, warningBelow, pinned } });
  const [decision] = policy.decide(observed([deviceOf(shown, 0)], time), policy.begin()).decisions;
  const action = decision?.action;
  return {
    level: LEVELS[decision?.because[0].code ?? ""] ?? "ok",
    unload: action?.kind === "unload" ? action.model : null,
  };
}

const LEVELS: Readonly<Record<string, z.output<typeof verdict>["level"]>> = {
  "gpu-memory-enough": "ok",
  "gpu-memory-low": "warning",
  "gpu-memory-critical": "critical",
};

function deviceOf(shown: Gpu, index: number): Device {
  const models = shown.models.map(
    ({ name, vramMiB, uses15m, lastUsed, inFlight }): Model => ({
      name,
      size: vramMiB * mebibyte,
      ...(uses15m === undefined ? {} : { uses: uses15m }),
      ...(lastUsed === undefined ? {} : { lastUsed }),
      ...(inFlight === undefined ? {} : { inUse: inFlight }),
    }),
  );
  const { totalMiB } = shown;
  return { node: "node", index, memoryTotal: totalMiB * mebibyte, memoryFree: freeOf(shown) * mebibyte, models };
}

function freeOf({ totalMiB, otherMiB, models }: Gpu): number {
  return totalMiB - otherMiB - models.reduce((sum, { vramMiB }) => sum + vramMiB, 0);
}

export function observed(devices: readonly Device[], time = 0): Observation {
  const named = Object.fromEntries(devices.map((device) => [`gpu${device.index}`, device]));
  return { time, queues: {}, groups: {}, nodes: {}, devices: named, caches: {}, signals: {} };
}
