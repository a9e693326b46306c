import { expect, test } from "vitest";
import { possibleInterval } from "../../reports/possible-interval.ts";

const wide = { mean: 0.5, low: -0.25, high: 1.25, runs: 3 };

test.each([
  ["s", "wait.p95", [0, 1.25]],
  ["fraction of 1", "attainment", [0, 1]],
  ["fraction of 1", "attainment >= 95%", [0, 1]],
  ["fraction of 1", "gpuMemory.minHeadroom", [-0.25, 1]],
  ["fraction of 1", "thetaU", [0, 1.25]],
  ["fraction of 1", "under-provisioning accuracy < 2", [0, 1.25]],
  ["fraction of 1", "thetaUNormalized", [0, 1]],
  ["fraction of 1", "normalized under-provisioning accuracy < 2", [0, 1]],
])("in %s, %s is within %j", (unit, metric, interval) => {
  expect(possibleInterval(wide, unit, metric)).toEqual(interval);
});

test("one run has none", () => {
  expect(possibleInterval({ mean: 1, runs: 1 }, "s")).toBeUndefined();
});
