import type { Expectation, Result } from "../sim/result.ts";
import { formatNumber } from "./format.ts";

const WORDS: Readonly<Record<Expectation["outcome"], string>> = {
  met: "met",
  failed: "FAILED",
  "not distinguishable": "not clear at so many runs",
};

/** A line each: `documented: p95 wait < 30s: met, 12.1 (11.8 to 12.4)`, the numbers in SI units as in the result. */
export function expectationLines({ expectations = [] }: Result): string[] {
  return expectations.map(({ policy, text, outcome, value }) => {
    if (value === undefined) return `${policy}: ${text}: ${WORDS[outcome]}, not measured`;
    const { mean, low, high } = value;
    const interval = low === undefined || high === undefined ? "" : ` (${formatNumber(low)} to ${formatNumber(high)})`;
    return `${policy}: ${text}: ${WORDS[outcome]}, ${formatNumber(mean)}${interval}`;
  });
}
