import type { Distribution } from "../../scenarios/scenario.ts";
import { exponential, exponentials } from "./exponential.ts";
import { logGamma } from "./gamma-function.ts";
import type { Stream } from "./stream.ts";

export interface Sampler {
  next(): number;
  /** The next `count` values to the front of `out`: the same that `next` would give. */
  fill(out: Float64Array, count: number): void;
}

/** A smaller spread is none: the shapes that would give it are beyond what doubles can tell apart. */
const LEAST_CV = 1e-6;

/** Draws from a distribution with the numbers of a stream. A constant draws none. */
export function sampler(distribution: Distribution, stream: Stream): Sampler {
  switch (distribution.kind) {
    case "constant":
      return constant(distribution.value);
    case "exponential":
      return exponentially(distribution.mean, stream);
    case "uniform":
      return uniformly(distribution.low, distribution.high, stream);
    case "empirical": {
      const { values } = distribution;
      return repeated(() => values[Math.floor(stream.next() * values.length)] as number);
    }
    case "lognormal":
    case "gamma":
    case "weibull": {
      const { kind, mean, cv } = distribution;
      if (cv < LEAST_CV || mean === 0) return constant(mean);
      return repeated({ lognormal, gamma, weibull }[kind](mean, cv, stream));
    }
  }
}

/** The expected value. */
export function mean(distribution: Distribution): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform":
      return (distribution.low + distribution.high) / 2;
    case "empirical":
      return distribution.values.reduce((sum, value) => sum + value, 0) / distribution.values.length;
    default:
      return distribution.mean;
  }
}

function constant(value: number): Sampler {
  return { next: () => value, fill: (out, count) => void out.fill(value, 0, count) };
}

function exponentially(mean: number, stream: Stream): Sampler {
  return {
    next: () => exponential(stream.next(), mean),
    fill(out, count) {
      stream.fill(out, count);
      exponentials(out, count, mean);
    },
  };
}

function uniformly(low: number, high: number, stream: Stream): Sampler {
  return {
    next: () => low + (high - low) * stream.next(),
    fill(out, count) {
      stream.fill(out, count);
      for (let index = 0; index < count; index += 1) out[index] = low + (high - low) * out[index]!;
    },
  };
}

function repeated(next: () => number): Sampler {
  return {
    next,
    fill(out, count) {
      for (let index = 0; index < count; index += 1) out[index] = next();
    },
  };
}

function lognormal(mean: number, cv: number, stream: Stream): () => number {
  const variance = Math.log1p(cv * cv);
  const sigma = Math.sqrt(variance);
  const mu = Math.log(mean) - variance / 2;
  return () => Math.exp(mu + sigma * normal(stream));
}

/** Box and Muller's, one value for two uniforms, so that a value never depends on whether an even number were drawn before. */
function normal(stream: Stream): number {
  const radius = Math.sqrt(-2 * Math.log(stream.next()));
  return radius * Math.cos(2 * Math.PI * stream.next());
}

/** Marsaglia and Tsang 2000; below shape 1 by their boost: gamma(shape) = gamma(shape + 1) · U^(1/shape). */
function gamma(mean: number, cv: number, stream: Stream): () => number {
  const shape = 1 / (cv * cv);
  const scale = mean / shape;
  if (shape < 1) {
    const boosted = standardGamma(shape + 1, stream);
    return () => scale * boosted() * Math.exp(Math.log(stream.next()) / shape);
  }
  const standard = standardGamma(shape, stream);
  return () => scale * standard();
}

function standardGamma(shape: number, stream: Stream): () => number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return () => {
    for (;;) {
      const x = normal(stream);
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      if (Math.log(stream.next()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
}

function weibull(mean: number, cv: number, stream: Stream): () => number {
  const shape = weibullShape(cv);
  const scale = mean / Math.exp(logGamma(1 + 1 / shape));
  return () => scale * Math.exp(Math.log(-Math.log(stream.next())) / shape);
}

/** Of a Weibull distribution by its shape: cv² = Γ(1 + 2/shape) / Γ(1 + 1/shape)² − 1. */
export function weibullCv(shape: number): number {
  return Math.sqrt(Math.expm1(logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape)));
}

/** The shape with a given cv, by bisection: the cv falls as the shape grows. */
function weibullShape(cv: number): number {
  let low = 0.01;
  let high = 2 + 2 / cv;
  while (high - low > 1e-14 * high) {
    const shape = (low + high) / 2;
    if (shape === low || shape === high) break;
    const square = Math.expm1(logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape));
    if (square > cv * cv) low = shape;
    else high = shape;
  }
  return (low + high) / 2;
}
