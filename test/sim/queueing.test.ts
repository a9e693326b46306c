import { expect, test } from "vitest";
import { coverage, meanWait } from "./coverage.ts";

test.each([
  [1, 0.5, 1.0],
  [2, 0.8, 1.777778],
  [4, 0.9, 1.969383],
  [8, 0.95, 2.110422],
])("Erlang's formula gives the reference value of M/M/%i at %f", (servers, utilization, wait) => {
  expect(meanWait(servers, utilization)).toBeCloseTo(wait, 6);
});

// With 60 repetitions a true coverage of 95 % gives fewer than 51 in one of some 2000 such tests; the seeds are fixed.
test.each([
  [1, 0.5],
  [2, 0.8],
  [8, 0.8],
])("intervals cover the exact mean wait of M/M/%i at %f", (servers, utilization) => {
  const { covered, exact, mean } = coverage(servers, utilization, {
    repetitions: 60,
    runs: 6,
    horizon: 4000 / servers,
  });
  expect(covered).toBeGreaterThanOrEqual(51);
  expect(Math.abs(mean / exact - 1)).toBeLessThan(0.05);
});
