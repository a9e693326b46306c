import { expect, test } from "vitest";
import { expectationTable } from "../../reports/page/expectations.ts";
import type { Expectation } from "../../sim/result.ts";
import { fixture } from "./fixture.ts";

test("expectations are a row a policy and a column each, with what came out", () => {
  const value = { mean: 12, low: 11, high: 13, runs: 3 };
  const expectations: Expectation[] = [
    { text: "p95 wait < 30s", policy: "careful", outcome: "met", value, unit: "s" },
    { text: "cost < $80", policy: "careful", outcome: "failed", value: { ...value, low: 12, high: 12 }, unit: "USD" },
    { text: "p95 wait < 30s", policy: "static-4", outcome: "not distinguishable", value, unit: "s" },
  ];
  const page = expectationTable({ ...fixture(), expectations })?.markup ?? "";
  expect(page).toContain("1 of 3 failed");
  expect(page.match(/<th scope="col" class="expected">[^<]*/g)).toHaveLength(2);
  const [small, careful, none] = page.split('<tr><th scope="row"').slice(1);
  expect(none).toBeUndefined();
  expect(small).toMatch(/static-4.*unclear"><b>not clear at so many runs<\/b>.*11 s to 13 s.*not expected of it/s);
  expect(careful).toMatch(/careful.*met"><b>met<\/b>.*12 s \(11 s to 13 s\).*failed"><b>FAILED<\/b>.*>\$12\.00</s);
  expect(expectationTable(fixture())).toBeUndefined();
});
