import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { formats } from "../../reports/index.ts";
import { bareResult } from "./bare-result.ts";
import { fixture } from "./fixture.ts";

const plain = { color: false, width: 120 };
const told = (format: string, result = fixture()) => formats[format]?.(result, plain) ?? "";

test("every format tells the same result", () => {
  expect(Object.keys(formats)).toEqual(["text", "md", "csv", "json"]);
  expect(JSON.parse(told("json"))).toEqual(JSON.parse(JSON.stringify(fixture())));
});

describe("CSV", () => {
  test("has a row for every measure of every policy, with numbers as they are in the result", () => {
    const result = fixture();
    const rows: Record<string, string>[] = parse(told("csv"), { columns: true });
    const measured = result.policies.flatMap(({ label, summary }) => Object.keys(summary).map((name) => [label, name]));
    expect(rows.map(({ policy, measure }) => [policy, measure])).toEqual(measured);
    const [first] = result.policies;
    const wait = rows.find(({ policy, measure }) => policy === first?.label && measure === "wait.p95");
    expect(wait).toMatchObject({ mean: String(first?.summary["wait.p95"]?.mean), runs: String(result.seeds.length) });
  });

  test("leaves empty what is not known", () => {
    const [policy] = bareResult().policies;
    if (policy === undefined) throw new Error("there is no policy");
    const result = {
      ...bareResult(),
      policies: [{ ...policy, label: "a, b", summary: { lost: { mean: 0, runs: 1 } } }],
    };
    expect(told("csv", result).split("\r\n")[1]).toBe('"a, b",lost,,0,,,1,,,,,');
  });
});

describe("Markdown", () => {
  test("has the answer, and a table with a row for each policy", () => {
    const lines = told("md").split("\n");
    const table = lines.filter((line) => line.startsWith("| "));
    expect(lines[0]).toBe("## burst");
    expect(table.length).toBe(2 + fixture().policies.length);
    expect(new Set(table.map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1);
  });

  test("does not take names for marks", () => {
    const [policy] = bareResult().policies;
    if (policy === undefined) throw new Error("there is no policy");
    const result = { ...bareResult(), warnings: ["<b> _x_"], policies: [{ ...policy, label: "a|b" }] };
    expect(told("md", result)).toContain("| a\\|b |");
    expect(told("md", result)).toContain("- Warning: \\<b\\> \\_x\\_");
  });
});
