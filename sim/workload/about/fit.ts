import type { Distribution, SourceSpec } from "../../../scenarios/scenario.ts";
import { openSources } from "../open-sources.ts";
import type { Source, Trace } from "../source.ts";
import { dispersionOf, gapsOf, MOST_BINS, traceStatistics } from "./statistics.ts";

type FittedSpec = Extract<SourceSpec, { kind: "renewal" | "markov" | "curve" }>;

/** A random source that imitates a trace, and how near it comes in one run as long as the trace. */
export interface Fit {
  readonly spec: FittedSpec;
  /** Largest distance between the distributions (Kolmogorov and Smirnov's), of gaps and of service times; 0 to 1. */
  readonly gaps: number;
  /** Missing where the file tells no service times: the source's are then made up. */
  readonly service?: number;
  /** Variance over mean of the counts in 60 s, of the source and of the trace; missing for a trace of less than two minutes. */
  readonly dispersion?: { readonly fit: number; readonly trace: number };
}

/** A trace, wherever its rows come from. */
type Recorded = Omit<Trace, "report">;

/**
 * Sources of several kinds fitted to a trace's single arrivals, the nearest first: by the distance between the gaps, plus the
 * tenth powers between the dispersions of a minute. The trace must have three arrivals at different times.
 */
export function fitTrace(trace: Recorded): Fit[] {
  const { arrivals, demands } = trace;
  const { span, service } = traceStatistics(trace);
  const drawn: Distribution = service === undefined ? { kind: "constant", value: 15 } : moments(service, "lognormal");
  const base = { name: "trace", queue: "requests", from: 0, service: drawn };
  const gaps = gapsOf(arrivals);
  const fits = candidates(arrivals, gaps, span).map((kind): Fit => {
    const spec = { ...base, ...kind } as FittedSpec;
    const [source] = openSources({ workload: [{ ...spec, until: span }] }, new Map(), 1);
    const made = all(source as Source);
    const dispersion = span >= 120 &&
      span <= 60 * MOST_BINS && {
        fit: dispersionOf(made.arrivals, span, 60),
        trace: dispersionOf(arrivals, span, 60),
      };
    return {
      spec,
      gaps: distance(gaps, gapsOf(made.arrivals)),
      ...(demands && { service: distance(demands, made.demands) }),
      ...(dispersion && { dispersion }),
    };
  });
  return fits.sort((a, b) => badness(a) - badness(b));
}

function badness({ gaps, dispersion }: Fit): number {
  return gaps + (dispersion === undefined ? 0 : Math.abs(Math.log10(dispersion.fit / dispersion.trace)));
}

type Kind = Pick<Extract<FittedSpec, { kind: "renewal" }>, "kind" | "gaps"> | Markov | Curve;
type Markov = Pick<Extract<FittedSpec, { kind: "markov" }>, "kind" | "states">;
type Curve = Pick<Extract<FittedSpec, { kind: "curve" }>, "kind" | "points" | "interpolate">;

function candidates(arrivals: Float64Array, gaps: Float64Array, span: number): Kind[] {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const cv = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length) / mean;
  const renewals = (["gamma", "weibull", "lognormal"] as const).map(
    (kind): Kind => ({ kind: "renewal", gaps: moments({ mean, cv }, kind) }),
  );
  const markov = twoStates(arrivals, span);
  return [...renewals, steps(arrivals, span), ...(markov === undefined ? [] : [markov])];
}

function moments({ mean, cv }: { mean: number; cv: number }, kind: "gamma" | "weibull" | "lognormal"): Distribution {
  return cv < 1e-6 ? { kind: "constant", value: mean } : { kind, mean, cv };
}

/** The mean rate of equal parts of the span: an hour each, or as many as make 24. */
function steps(arrivals: Float64Array, span: number): Curve {
  const width = Math.max(span / 24, Math.min(3600, span / 4));
  const counts = countsOf(arrivals, width, Math.ceil(span / width));
  const points = counts.map((count, index) => ({
    at: index * width,
    rate: count / Math.min(width, span - index * width),
  }));
  return { kind: "curve", points, interpolate: "step" };
}

/** Busy and quiet minutes, parted at the mean: each state's rate and how long it lasts. */
function twoStates(arrivals: Float64Array, span: number): Markov | undefined {
  const counts = countsOf(arrivals, 60, Math.floor(span / 60));
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const state = (busy: boolean) => {
    const own = counts.filter((count) => count > mean === busy);
    const runs = counts.filter(
      (count, minute) => count > mean === busy && (minute === 0 || (counts[minute - 1] ?? 0) > mean !== busy),
    );
    const arrived = own.reduce((sum, count) => sum + count, 0);
    return { rate: arrived / (60 * own.length), mean: (60 * own.length) / runs.length };
  };
  if (counts.length < 10 || !counts.some((count) => count > mean)) return undefined;
  return { kind: "markov", states: [state(false), state(true)] };
}

function countsOf(arrivals: Float64Array, width: number, parts: number): number[] {
  const counts = new Array<number>(parts).fill(0);
  for (const time of arrivals) {
    const part = Math.floor(time / width);
    if (part < parts) counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}

function all(source: Source): { arrivals: Float64Array; demands: Float64Array } {
  const arrivals: number[] = [];
  const demands: number[] = [];
  const block = new Float64Array(1024);
  const drawn = new Float64Array(1024);
  for (let count = block.length; count === block.length; ) {
    count = source.fill(block, drawn);
    for (let index = 0; index < count; index += 1) {
      arrivals.push(block[index] as number);
      demands.push(drawn[index] as number);
    }
  }
  return { arrivals: Float64Array.from(arrivals), demands: Float64Array.from(demands) };
}

/** Largest distance between the distributions of two samples. */
function distance(one: Float64Array, other: Float64Array): number {
  const a = one.toSorted();
  const b = other.toSorted();
  if (a.length === 0 || b.length === 0) return 1;
  let largest = 0;
  let left = 0;
  let right = 0;
  while (left < a.length && right < b.length) {
    const value = Math.min(a[left] as number, b[right] as number);
    while (left < a.length && (a[left] as number) <= value) left += 1;
    while (right < b.length && (b[right] as number) <= value) right += 1;
    largest = Math.max(largest, Math.abs(left / a.length - right / b.length));
  }
  return largest;
}
