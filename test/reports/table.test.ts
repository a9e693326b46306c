import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { markdown } from "../../reports/markdown.ts";
import { summaryTable } from "../../reports/table.ts";
import { fixture } from "./fixture.ts";

test.each([60, 80, 100, 120])("fits into %i columns", (width) => {
  const lines = summaryTable(fixture(), { color: false, width }).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(lines.join("\n")).toMatch(/p95/);
});

test("keeps wait p95 and cost when narrow, and shows everything when wide", () => {
  const narrow = summaryTable(fixture(), { color: false, width: 80 });
  const wide = summaryTable(fixture(), { color: false, width: 200 });
  expect(narrow).toMatch(/p95 .*total \$/);
  expect(narrow).toMatch(/\d+ more\s+columns\s+in\s+the\s+report/);
  expect(wide).toMatch(/p50 .*p99 .*unfinished .*in time % .*total \$ .*GPU h .*ups .*downs .*reversals/);
  expect(wide).not.toContain("in the report");
});

test("every row ends at the same place", () => {
  const [, head = "", ...rows] = summaryTable(fixture(), { color: false, width: 120 }).split("\n");
  for (const row of rows.slice(0, 4)) expect(row.length).toBe(head.length);
});

test("marks the best and says what the mark means", () => {
  const table = summaryTable(fixture(), { color: false, width: 120 });
  expect(table).toMatch(/^as-published .*70\.91 ±5\.37\*/m);
  expect(table).toMatch(/\* best of those that leave no work undone, where its interval overlaps no\s+other/);
});

test("says what the best keeps to, as Markdown does", () => {
  const recommendation = { policy: "static-10", minimize: "cost.total", subjectTo: [], feasible: ["static-10"] };
  const words =
    "best of those that keep to the objective and leave no work undone, where its interval overlaps no other";
  const result = { ...fixture(), recommendation };
  expect(summaryTable(result, { color: false, width: 300 })).toContain(`; * ${words}`);
  expect(markdown(result)).toContain(`Bold: ${words}.`);
  const alike = fixture().policies.slice(0, 1);
  const policies = [...alike, ...alike.map((policy) => ({ ...policy, label: "again" }))];
  expect(markdown({ ...fixture(), policies })).toContain("Bold: best, where its interval overlaps no other.");
});

test("color changes nothing but color", () => {
  const colored = summaryTable(fixture(), { color: true, width: 100 });
  expect(colored).toContain("\u001b[");
  expect(stripVTControlCharacters(colored)).toBe(summaryTable(fixture(), { color: false, width: 100 }));
});

test("shows warnings, and no control characters of theirs", () => {
  const result = { ...fixture(), warnings: ["no price\u001b[31m given"] };
  const table = summaryTable(result, { color: false, width: 100 });
  expect(table).toContain("warning: no price [31m given");
});

test("cuts a label that would leave no room for numbers", () => {
  const result = fixture();
  const policies = result.policies.map((policy) => ({ ...policy, label: `${policy.label} ${"x".repeat(90)}` }));
  const table = summaryTable({ ...result, policies }, { color: false, width: 80 });
  expect(table).toMatch(/static-4 x+… .*p?\d/);
});

test("the width alone says which columns there are, and harm is shown at any", () => {
  const heads = (width: number, harmed: boolean) => {
    const result = fixture();
    for (const [index, policy] of result.policies.entries()) {
      for (const estimate of Object.values(policy.summary)) if (!harmed) estimate.mean *= 10 ** -index;
      if (harmed) policy.summary.lost = { mean: index, runs: 3 };
    }
    return summaryTable(result, { color: false, width }).split("\n")[1] ?? "";
  };
  const names = (head: string) => head.split(/ {2,}/).join(" ").trim();
  for (const width of [80, 120]) {
    const plain = summaryTable(fixture(), { color: false, width }).split("\n")[1] ?? "";
    expect(names(heads(width, false))).toBe(names(plain));
    expect(heads(width, true)).toContain(" lost");
  }
});

test("has a block for each queue where there are several", () => {
  const table = summaryTable(fixture(), { color: false, width: 100 });
  expect(table).toMatch(/^all queues .*Wait/m);
  expect(table).toMatch(/^by queue .*Wait/m);
  expect(table).toMatch(/^evaluator_queue\n {2}static-4 .*\d/m);
});

test("says which group has no price", () => {
  const result = fixture();
  const scenario = {
    nodes: [{ gpus: [] }],
    groups: [{ name: "sampler", pricePerHour: 2 }, { name: "evaluator" }],
  };
  const table = summaryTable({ ...result, scenario }, { color: false, width: 200 });
  expect(table).toContain("evaluator has no price and is not counted");
  expect(summaryTable(result, { color: false, width: 200 })).not.toContain("no price");
});
