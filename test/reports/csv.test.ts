import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { seriesCsv } from "../../reports/index.ts";
import { fixture } from "./fixture.ts";

const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true, record_delimiter: "\r\n" });

test("has a row a policy and bin, with units in the header", () => {
  const rows = rowsOf(seriesCsv(fixture()));
  expect(rows).toHaveLength(4 * 480);
  expect(Object.keys(rows[0] ?? {}).slice(0, 5)).toEqual([
    "policy",
    "seed",
    "time (s)",
    "width (s)",
    "queue/sampler_queue/waiting (1)",
  ]);
  expect(rows[481]).toMatchObject({ policy: "static-10", seed: "1", "time (s)": "15", "width (s)": "15" });
});

test("gives every number back exactly, and nothing for one that is not known", () => {
  const result = fixture();
  const rows = rowsOf(seriesCsv(result));
  for (const [name, { unit, values }] of Object.entries(result.policies[0]?.detail.series.columns ?? {})) {
    const written = rows.slice(0, 480).map((row) => row[`${name} (${unit})`]);
    expect(written).toEqual(values.map((value) => (value === null ? "" : String(value))));
  }
});

test("a column that only one policy has is empty for the others", () => {
  const result = fixture();
  const [first] = result.policies;
  if (first === undefined) throw new Error("the fixture has policies");
  first.detail.series.columns["group/extra/ready"] = { unit: "1", values: first.detail.series.time.map(() => 7) };
  const rows = rowsOf(seriesCsv(result));
  expect(rows[0]?.["group/extra/ready (1)"]).toBe("7");
  expect(rows[480]?.["group/extra/ready (1)"]).toBe("");
});

test("labels with commas, quotes and line ends come back whole", () => {
  const result = fixture();
  const label = 'a, "b"\r\nc';
  const policies = result.policies.slice(0, 1).map((policy) => ({ ...policy, label }));
  expect(rowsOf(seriesCsv({ ...result, policies }))[0]?.policy).toBe(label);
});
