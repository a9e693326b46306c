/**
 * Makes exponential numbers of uniform ones, the first so many of a column: −mean · ln u. Most arrivals and demands come from here,
 * and `Math.log` costs more than all the rest of a draw, so the logarithm is a table's and a series'; it is that of `Math.log` to
 * thirteen digits.
 */
export function exponentials(column: Float64Array, count: number, mean: number): void {
  const halves = new Uint32Array(column.buffer, column.byteOffset, 2 * count);
  for (let index = 0; index < count; index++) {
    column[index] = mean * negativeLogarithm(column[index]!, halves[2 * index + HIGH]!);
  }
}

/** One such number: the same. */
export function exponential(uniform: number, mean: number): number {
  double[0] = uniform;
  return mean * negativeLogarithm(uniform, doubleHalves[HIGH]!);
}

/**
 * −ln u of a number from 2⁻⁶³ up to 1, given its upper half as well. With u = m · 2⁻ᵉ, 1 ≤ m < 2, and m = c · (1 − x) where c is
 * the upper end of one of the parts of the octave, it is (e − 1) · ln 2 − ln (c / 2) + x + x² / 2 + x³ / 3 + …, of which nothing is
 * negative: however close u is to 1, no digits are lost.
 */
function negativeLogarithm(u: number, high: number): number {
  const exponent = 1023 - (high >>> 20);
  const part = (high >>> (20 - BITS)) & (PARTS - 1);
  const x = 1 - u * POWERS[exponent]! * INVERSES[part]!;
  const series = x * (1 + x * (1 / 2 + x * (1 / 3 + x * (1 / 4 + x * (1 / 5)))));
  return HALVINGS[exponent]! + LOGARITHMS[part]! + series;
}

const double = new Float64Array(1);
const doubleHalves = new Uint32Array(double.buffer);
/** Of the two halves of a double, the one with the exponent. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Parts of an octave: x is less than 1/512, so that what the series leaves out is next to nothing. */
const BITS = 9;
const PARTS = 2 ** BITS;
/** By part: −ln (c / 2) and 1 / c. */
const LOGARITHMS = Float64Array.from({ length: PARTS }, (_, part) => -Math.log1p((part + 1 - PARTS) / (2 * PARTS)));
const INVERSES = Float64Array.from({ length: PARTS }, (_, part) => PARTS / (PARTS + part + 1));
/** By exponent: 2ᵉ and (e − 1) · ln 2. */
const POWERS = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);
const HALVINGS = Float64Array.from({ length: 64 }, (_, exponent) => (exponent - 1) * Math.LN2);
