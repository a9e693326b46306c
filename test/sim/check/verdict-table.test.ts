import { expect, test } from "vitest";
import { lineOf, propertyList, rows, shown } from "./verdict-table.ts";

test("the page tells of every property as it is; npm run checks renews it", () => {
  expect(shown()).toContain(propertyList());
});

test("the table has every policy of the catalogue, in its order", () => {
  const listed = [...shown().matchAll(/^\| `([^`]+)` \| (?:\*\*|held|n\/a)/gm)].map(([, label]) => label);
  expect(listed).toEqual(rows.map(({ label }) => label));
});

test.each(rows.filter(({ label }) => label === "delayed-off" || label === "utilization:documented"))(
  "its line of $label is what the search says",
  async (row) => {
    expect(shown()).toContain(await lineOf(row));
  },
);
