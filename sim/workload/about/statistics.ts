import type { Trace } from "../source.ts";

/** What a trace is, in numbers; what does not apply is absent. Times in seconds, rates a second. */
interface TraceStatistics {
  readonly arrivals: number;
  readonly span: number;
  /** Missing where all arrive at one moment, like all that follows from it. */
  readonly rate?: number;
  /** Highest rate of a minute over the mean, or of an interval that is no part of a minute. */
  readonly peakToMean?: number;
  /** Of the gaps between arrivals. */
  readonly cv?: number;
  /** Variance over mean of the counts in so many seconds, where that is no tiny part of the span; 1 for a Poisson process. */
  readonly dispersion: Readonly<Record<string, number>>;
  readonly service?: Quantiles;
  /** Servers busy on average, if there are enough: rate times mean service. */
  readonly offeredLoad?: number;
  /** Recorded with the trace. */
  readonly wait?: Quantiles;
  readonly gpus?: Quantiles;
  readonly inputTokens?: Quantiles;
  readonly outputTokens?: Quantiles;
  readonly classes?: Shares;
  /** Where it is of several: their shares of all arrivals. */
  readonly clients?: Shares;
  /** Mean rates of 60 equal parts of the span; none of one moment. */
  readonly rates: readonly number[];
}

/** What a trace is made of, and the five largest. */
export interface Shares {
  readonly count: number;
  readonly largest: readonly { readonly name: string; readonly share: number }[];
}

export interface Quantiles {
  readonly mean: number;
  readonly cv: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function traceStatistics(trace: Omit<Trace, "report">): TraceStatistics {
  const { arrivals, demands, facts = {}, interval, classes, parts } = trace;
  const weights = facts.count ?? facts.rate?.map((rate) => rate * (interval ?? 1));
  const total = weights === undefined ? arrivals.length : weights.reduce((sum, weight) => sum + weight, 0);
  const span = (arrivals.at(-1) ?? 0) + (interval ?? 0);
  const rate = total / span;
  const counted = (width: number) => counts(arrivals, weights, span, width);
  const fits = (width: number) =>
    span >= 2 * width && span <= MOST_BINS * width && (interval === undefined || width % interval === 0);
  const dispersion = Object.fromEntries(
    [1, 60, 3600]
      .filter(fits)
      .map((width) => [String(width), spread(counted(width)).dispersion] as const)
      .filter(([, value]) => Number.isFinite(value)),
  );
  const minute = interval !== undefined && 60 % interval !== 0 ? interval : 60;
  const service = demands && quantiles(demands);
  return {
    arrivals: total,
    span,
    ...finite("rate", rate),
    ...(fits(minute) && finite("peakToMean", spread(counted(minute)).peakToMean)),
    ...(weights === undefined && finite("cv", spread(gapsOf(arrivals)).cv)),
    dispersion,
    ...(service && { service, ...finite("offeredLoad", rate * service.mean) }),
    ...told("wait", facts.wait),
    ...told("gpus", facts.gpus),
    ...told("inputTokens", facts.input),
    ...told("outputTokens", facts.output),
    ...(classes && new Set(classes).size > 1 && facts.rate === undefined && { classes: largest(sizesOf(classes)) }),
    ...(parts && { clients: largest(new Map(parts.map(({ client, facts }) => [client, sum(facts?.rate)]))) }),
    rates: span > 0 ? Array.from(counts(arrivals, weights, span, span / PARTS), (count) => (count * PARTS) / span) : [],
  };
}

const PARTS = 60;
/** Finer counts of a long span say little, and take memory. */
export const MOST_BINS = 1e7;

export function gapsOf(arrivals: Float64Array): Float64Array {
  return arrivals.slice(1).map((time, index) => time - (arrivals[index] as number));
}

/** Variance over mean of the counts in so many seconds. */
export function dispersionOf(arrivals: Float64Array, span: number, width: number): number {
  return spread(counts(arrivals, undefined, span, width)).dispersion;
}

function told<Name extends string>(name: Name, values: Float64Array | undefined) {
  const known = values?.filter((value) => !Number.isNaN(value));
  return known === undefined || known.length === 0 ? {} : ({ [name]: quantiles(known) } as Record<Name, Quantiles>);
}

/** Nothing for a quotient by zero. */
function finite<Name extends string>(name: Name, value: number) {
  return Number.isFinite(value) ? ({ [name]: value } as Record<Name, number>) : {};
}

/** Arrivals in each whole interval of a width: what remains at the end would look like a pause. */
function counts(arrivals: Float64Array, weights: Float64Array | undefined, span: number, width: number): Float64Array {
  const bins = new Float64Array(Math.max(1, Math.floor(span / width + 1e-9)));
  for (const [row, time] of arrivals.entries()) {
    const bin = Math.floor(time / width);
    if (bin < bins.length) bins[bin] = (bins[bin] as number) + (weights?.[row] ?? 1);
  }
  return bins;
}

function spread(values: Float64Array): { mean: number; cv: number; dispersion: number; peakToMean: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const most = values.reduce((peak, value) => Math.max(peak, value), 0);
  return { mean, cv: Math.sqrt(variance) / mean, dispersion: variance / mean, peakToMean: most / mean };
}

function quantiles(values: Float64Array): Quantiles {
  const sorted = values.toSorted();
  const { mean, cv } = spread(values);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
    return below + (place - Math.floor(place)) * (above - below);
  };
  return { mean, cv, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function sizesOf(classes: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const name of classes) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  return sizes;
}

function largest(sizes: ReadonlyMap<string, number>): Shares {
  const inOrder = [...sizes].sort(([, a], [, b]) => b - a);
  const all = sum([...sizes.values()]);
  return { count: sizes.size, largest: inOrder.slice(0, 5).map(([name, size]) => ({ name, share: size / all })) };
}

function sum(values: Iterable<number> = []): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
