import { expect, test } from "vitest";
import { measures as shown } from "../../reports/measures.ts";
import { measures as measured } from "../../sim/index.ts";

// Expired tasks have no summary: the reports count them from the runs. Regret is of a run and its bound.
test("every column is a measure of the simulator, and agrees with it on which way is better", () => {
  for (const { key, better } of shown.filter((one) => !["expired", "regret"].includes(one.key))) {
    const measure = measured.find(({ name }) => name === key);
    expect(measure, key).toBeDefined();
    if (better !== undefined)
      expect(`${key} ${measure?.better}`).toBe(`${key} ${better === "low" ? "lower" : "higher"}`);
  }
});
