import type { Json } from "../../policies/policy.ts";
import type { DecisionEntry } from "../../sim/result.ts";

export const gib = 2 ** 30;
export const bins = 480;
export const binWidth = 15;
export const horizon = bins * binWidth;
export const queues = ["sampler_queue", "evaluator_queue"];
export const groups = ["sampler", "evaluator"];
export const nodes = ["node1", "node2"];
export const devices = nodes.flatMap((node) => Array.from({ length: 8 }, (_, index) => `${node}/gpu${index}`));
export const seeds = [1, 2, 3];

export interface Shape {
  readonly label: string;
  readonly policy: string;
  readonly parameters: Json;
  /** Replicas wanted for so many waiting tasks, having so many now. */
  readonly wanted: (waiting: number, now: number) => number;
}

export const shapes: readonly Shape[] = [
  { label: "static-4", policy: "static", parameters: { replicas: { sampler: 4, evaluator: 6 } }, wanted: () => 4 },
  { label: "static-10", policy: "static", parameters: { replicas: { sampler: 10, evaluator: 12 } }, wanted: () => 10 },
  {
    label: "as-published",
    policy: "distributed-funsearch",
    parameters: { preset: "as-published", interval: 180, gpuMemory: 35 * gib, thresholds: { up: 50, down: 5 } },
    wanted: (waiting, now) => (waiting > 50 ? now + 2 : waiting < 5 ? now - 2 : now),
  },
  {
    label: "careful",
    policy: "distributed-funsearch",
    parameters: { preset: "documented", interval: 60, gpuMemory: 30 * gib, thresholds: { up: 20, down: 2 } },
    wanted: (waiting, now) => (waiting > 20 ? now + 1 : waiting < 2 ? now - 1 : now),
  },
];

export interface Trail {
  readonly waiting: number[];
  readonly warming: number[];
  readonly ready: number[];
  readonly draining: number[];
  readonly desired: number[];
  readonly busy: number[];
  readonly waits: number[];
}

/** A fluid queue, one step a bin: enough to look like the real thing. */
export function trail(shape: Shape, group: number): Trail {
  const found: Trail = { waiting: [], warming: [], ready: [], draining: [], desired: [], busy: [], waits: [] };
  let waiting = 0;
  let desired = shape.policy === "static" ? shape.wanted(0, 0) + 2 * group : 4 + 2 * group;
  let ready = desired;
  let warming: number[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const arrivals = (bin > 120 && bin < 200 ? 9.2 : 3.1) * (1 + 0.4 * noise(bin * 7 + group)) * (1 + group / 2);
    const served = Math.min(waiting + arrivals, ready * 1.05);
    waiting = Math.max(0, waiting + arrivals - served);
    if (shape.policy !== "static" && bin % (shape.label === "careful" ? 4 : 12) === 0) {
      const next = Math.min(14, Math.max(2, shape.wanted(waiting, desired)));
      for (let started = desired; started < next; started++) warming.push(bin + 8);
      desired = next;
    }
    ready += warming.filter((at) => at <= bin).length;
    warming = warming.filter((at) => at > bin);
    const leaving = Math.max(0, ready + warming.length - desired);
    ready -= leaving;
    found.waiting.push(waiting);
    found.warming.push(warming.length);
    found.ready.push(ready);
    found.draining.push(leaving);
    found.desired.push(desired);
    found.busy.push(Math.min(ready, served / 1.05));
    found.waits.push(Math.max(0, (waiting / (ready * 1.05)) * binWidth * (1 + 0.2 * noise(bin))));
  }
  return found;
}

export function decisions(shape: Shape, trails: readonly Trail[]): DecisionEntry[] {
  const entries: DecisionEntry[] = [];
  for (const [index, group] of groups.entries()) {
    const { desired = [], waiting = [] } = trails[index] ?? {};
    for (const [bin, to] of desired.entries()) {
      const from = desired[bin - 1] ?? to;
      const held = bin % 60 === 0;
      if (from === to && !held) continue;
      const code = from === to ? "within-thresholds" : to > from ? "backlog-above-threshold" : "idle-workers";
      entries.push({
        time: bin * binWidth,
        subject: group,
        ...(from === to ? {} : { desired: { from, to } }),
        because: [
          { code, facts: { waiting: Math.round(waiting[bin] ?? 0), threshold: shape.label === "careful" ? 20 : 50 } },
          ...(to === 14 ? [{ code: "at-maximum", facts: { maximum: 14, asked: to + 2 } }] : []),
        ],
        repeats: from === to ? 12 : 1,
      });
    }
  }
  return entries.sort((a, b) => a.time - b.time);
}

export function noise(index: number): number {
  const x = Math.sin(index * 12.9898) * 43_758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[] = []): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}
