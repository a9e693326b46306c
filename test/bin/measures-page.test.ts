import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measuresPage } from "../../bin/run/measures-page.ts";
import { families, measures } from "../../sim/measure/catalogue/index.ts";
import { metricText, readMetric } from "../../sim/measure/catalogue/metric.ts";

test("MEASURES.md is what the catalogue says; npm run docs writes it", () => {
  expect(readFileSync(new URL("../../MEASURES.md", import.meta.url), "utf8")).toBe(measuresPage());
});

test("every measure has a name, words and a definition of its own, in one line", () => {
  for (const of of ["name", "words", "definition"] as const) {
    const told = measures.map((measure) => measure[of]);
    expect(new Set(told).size).toBe(told.length);
    for (const text of told) expect(text).toMatch(/^\S[^\n|]*\S$/);
  }
  expect(Object.values(families).flat()).toEqual(measures);
});

test("every measure is found by its words and by its name, of something and by the hour", () => {
  for (const measure of measures) {
    for (const called of [measure.words, measure.name]) {
      expect(readMetric(called)).toEqual({ name: called, measure });
      expect(readMetric(`${called} of one/two`)).toEqual({ name: called, measure, of: "one/two" });
      expect(readMetric(`${called} per hour of one`)).toEqual({ name: called, measure, of: "one", perHour: true });
      expect(readMetric(` ${called}  of one per hour`)).toEqual({ name: called, measure, of: "one", perHour: true });
    }
    expect(readMetric(metricText({ measure, of: "one", perHour: true }))).toMatchObject({
      measure,
      of: "one",
      perHour: true,
    });
  }
});
