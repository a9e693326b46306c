import type { RunStatistics } from "./run-statistics.ts";

/** The share of the decisions of two runs, check by check and subject by subject, that ask for the same. Undefined where none are of both. */
export function agreement(one: RunStatistics, other: RunStatistics): number | undefined {
  let both = 0;
  let same = 0;
  for (const [subject, asked] of Object.entries(one.asked)) {
    asked.forEach((count, check) => {
      const others = other.asked[subject]?.[check];
      if (count === undefined || others === undefined) return;
      both++;
      if (count === others) same++;
    });
  }
  return both === 0 ? undefined : same / both;
}
