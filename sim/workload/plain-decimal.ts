/**
 * Digits with at most one point behind the first of them, as most numbers of a trace are, read much faster than by a pattern. One
 * object for all texts: it tells of the last one that it could read.
 */
export class PlainDecimal {
  /** The digits before the point and those behind it, each as a whole number. */
  whole = 0;
  fraction = 0;
  /** How many digits each has, at most 15: all of them fit a double. */
  digits = 0;
  places = 0;

  /** Whether the text is such a number. */
  read(text: string): boolean {
    const { length } = text;
    let whole = 0;
    let at = 0;
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
    }
    const digits = at;
    let fraction = 0;
    if (at < length && text.charCodeAt(at) - ZERO === POINT) {
      for (at++; at < length; at++) {
        const digit = text.charCodeAt(at) - ZERO;
        if (digit < 0 || digit > 9) break;
        fraction = fraction * 10 + digit;
      }
    }
    const places = Math.max(0, length - digits - 1);
    if (at < length || digits === 0 || digits > MOST || places > MOST) return false;
    this.whole = whole;
    this.fraction = fraction;
    this.digits = digits;
    this.places = places;
    return true;
  }

  /** The double nearest to it, of no more than 15 digits: a quotient of two that are exact, so it is what `Number` makes of the text. */
  value(): number {
    const scale = power(this.places);
    return (this.whole * scale + this.fraction) / scale;
  }
}

/** Of ten, up to the fifteenth. */
export function power(exponent: number): number {
  return POWERS[exponent]!;
}

const MOST = 15;
const POWERS = Array.from({ length: MOST + 1 }, (_, exponent) => 10 ** exponent);
const ZERO = 48;
const POINT = 46 - ZERO;
