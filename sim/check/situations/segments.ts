import type { Distribution, SourceSpec } from "../../../scenarios/scenario.ts";
import type { Trace } from "../../workload/index.ts";
import { fc } from "../fast-check.ts";
import { oneOf, rounded } from "./round.ts";

/** A stretch of a recorded workload, read in advance. */
export interface TraceWindow {
  readonly spec: Omit<
    Extract<SourceSpec, { kind: "trace" }>,
    "name" | "queue" | "from" | "until" | "speedUp" | "service"
  >;
  readonly trace: Trace;
  /** Mean arrivals a second. */
  readonly rate: number;
}

/** A stretch of the workload. Levels are shares of what the plant can do at most; lengths and periods are in units of the plant's. */
export interface Segment {
  readonly shape: "even" | "poisson" | "ramp" | "pulses" | "square" | "sine" | "burst" | "clients" | "trace";
  readonly length: number;
  readonly level: number;
  /** Where a ramp ends, and the other half of a wave. */
  readonly other: number;
  /** Of pulses and waves. */
  readonly period: number;
  /** Which of the trace windows. */
  readonly window: number;
}

/** Few segments are simpler than many, even work than any other. Most have time for the loop to answer. */
export function segments(traces: number): fc.Arbitrary<readonly Segment[]> {
  const shapes = ["even", "poisson", "burst", "pulses", "square", "ramp", "sine", "clients"] as const;
  const segment = fc.record({
    shape: traces === 0 ? oneOf(...shapes) : oneOf(...shapes, "trace"),
    length: oneOf(2, 1, 4, 6, 12),
    level: oneOf(0.5, 0.25, 0.75, 0.1, 0, 0.9),
    other: oneOf(0, 0.25, 0.5, 0.75),
    period: oneOf(2, 1, 4, 0.5),
    window: traces === 0 ? fc.constant(0) : fc.integer({ min: 0, max: traces - 1 }),
  });
  return fc.array(segment, { minLength: 1, maxLength: 4, size: "max" });
}

/** What segments become real by. */
export interface Scale {
  readonly queue: string;
  readonly service: Distribution;
  /** Seconds of one unit of length. */
  readonly unit: number;
  /** Seconds of one unit of a period: the loop's own. */
  readonly loop: number;
  /** Tasks a second that all replicas there may be can do. */
  readonly capacity: number;
  /** Tasks they can have in service. */
  readonly places: number;
  /** Most units of length in all. */
  readonly most: number;
  readonly windows: readonly TraceWindow[];
}

export interface Workload {
  readonly sources: readonly SourceSpec[];
  readonly traces: ReadonlyMap<string, Trace>;
  /** Where the last segment ends. */
  readonly end: number;
}

/** One source a segment, one after the other; what is beyond the greatest length is left out. */
export function workloadOf(given: readonly Segment[], scale: Scale): Workload {
  const traces = new Map<string, Trace>();
  const sources: SourceSpec[] = [];
  let units = 0;
  for (const segment of given) {
    const length = Math.min(segment.length, scale.most - units);
    if (length <= 0) break;
    const from = units * scale.unit;
    units += length;
    const name = `segment-${sources.length + 1}`;
    const window = segment.shape === "trace" ? scale.windows[segment.window] : undefined;
    if (window !== undefined) traces.set(name, window.trace);
    sources.push(sourceOf(segment, { ...scale, name, from, until: units * scale.unit }));
  }
  const end = units * scale.unit;
  return { sources: sources.map((source) => (source.until === end ? withoutEnd(source) : source)), traces, end };
}

/** It goes on until the run ends. */
function withoutEnd({ until: _, ...source }: SourceSpec): SourceSpec {
  return source;
}

interface Place extends Scale {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

function sourceOf(segment: Segment, { name, queue, from, until, service, ...scale }: Place): SourceSpec {
  const { shape, level, other } = segment;
  const rate = rounded(level * scale.capacity);
  const base = { name, queue, from, until, service };
  const period = Math.max(1, Math.round(segment.period * scale.loop));
  const silent = { kind: "curve", ...base, points: [{ at: 0, rate: 0 }], interpolate: "step" } as const;
  switch (shape) {
    case "even":
      return rate === 0 ? silent : { kind: "renewal", ...base, gaps: { kind: "constant", value: rounded(1 / rate) } };
    case "poisson":
      return rate === 0 ? silent : { kind: "poisson", ...base, rate };
    case "burst":
    case "pulses": {
      const count = Math.max(1, Math.round(scale.places * (shape === "burst" ? 8 : 2) * level));
      const at = shape === "burst" ? [from] : momentsOf(from, until, period);
      const { until: _, ...rest } = base;
      return { kind: "spikes", ...rest, from: 0, at, count, over: 0 };
    }
    case "clients":
      return {
        kind: "clients",
        ...base,
        count: Math.max(1, Math.round(scale.places * level)),
        think: { kind: "constant", value: other === 0 ? 0 : period },
      };
    case "trace": {
      const window = scale.windows[segment.window];
      if (window === undefined || rate === 0) return silent;
      return { ...window.spec, ...base, speedUp: Math.max(0.01, rounded(rate / window.rate)) };
    }
    default:
      return { kind: "curve", ...base, ...curveOf(shape, rate, rounded(other * scale.capacity), until - from, period) };
  }
}

function curveOf(shape: "ramp" | "square" | "sine", rate: number, end: number, length: number, period: number) {
  switch (shape) {
    case "ramp":
      return {
        points: [
          { at: 0, rate },
          { at: length, rate: end },
        ],
        interpolate: "linear" as const,
      };
    case "square":
      return {
        points: [
          { at: 0, rate },
          { at: period / 2, rate: end },
        ],
        interpolate: "step" as const,
        repeat: period,
      };
    case "sine":
      return { points: wave(rate, end, period), interpolate: "linear" as const, repeat: period };
  }
}

/** A sine in eight straight pieces. */
function wave(high: number, low: number, period: number) {
  return Array.from({ length: 8 }, (_, index) => ({
    at: (index * period) / 8,
    rate: rounded(low + ((high - low) * (1 + Math.cos((index * Math.PI) / 4))) / 2),
  }));
}

function momentsOf(from: number, until: number, period: number): number[] {
  return Array.from(
    { length: Math.min(60, Math.max(1, Math.floor((until - from) / period))) },
    (_, index) => from + index * period,
  );
}
