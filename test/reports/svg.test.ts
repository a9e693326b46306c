import { expect, test } from "vitest";
import { chartsSvg } from "../../reports/index.ts";
import type { Result } from "../../sim/result.ts";
import { bareResult } from "./bare-result.ts";
import { fixture } from "./fixture.ts";

test("all charts are in one drawing, in plain colors, the same every time", async () => {
  const drawing = await chartsSvg(fixture());
  expect((await chartsSvg(fixture())) === drawing).toBe(true);
  for (const title of ["Cost against p95 wait", "Wait in sampler_queue", "Replicas of evaluator", "Memory of each GPU"])
    expect(drawing).toContain(`>${title}`);
  const over = />(Over time: [^<]*)</.exec(drawing)?.[1];
  expect(over).toBe("Over time: as-published, the first policy that scales");
  expect(drawing).not.toMatch(/var\(|color-mix|NaN|undefined/);
  const opened = drawing.match(/<svg/g)?.length;
  expect(drawing.match(/<\/svg>/g)?.length).toBe(opened);
  // The line of as-published during the burst is where the page has it: in its color.
  expect(drawing).toContain('stroke="#009e73"');
});

test("legends stand beside or below their titles, whole, and the recommended policy is told of as that", async () => {
  const recommendation = {
    policy: "as-published",
    minimize: "cost.total",
    subjectTo: [{ measure: "wait.p95", below: 60, value: { mean: 50, runs: 3 } }],
    feasible: ["as-published"],
  } satisfies Result["recommendation"];
  const drawing = await chartsSvg({ ...fixture(), recommendation });
  expect(drawing.includes(">Over time: as-published, the policy recommended<")).toBe(true);
  expect(drawing.includes(">the objective<")).toBe(true);
  for (const { left, y } of legendsOf(drawing)) {
    expect(left).toBeGreaterThanOrEqual(24);
    expect(left).toBeGreaterThan(titleEnds(drawing).get(y) ?? 0);
  }
});

test("names stay text", async () => {
  const result = fixture();
  for (const policy of result.policies) policy.label = `<${policy.label}>`;
  const drawing = await chartsSvg(result);
  expect(drawing).toContain("&lt;careful&gt;");
  expect(drawing).not.toContain("<careful>");
});

test("a result with nothing to draw is a heading", async () => {
  expect(await chartsSvg(bareResult())).toMatch(/<svg [\s\S]*<text[\s\S]*<\/svg>/);
});

/** Where each entry begins, with its drawing. */
function legendsOf(drawing: string) {
  const found = drawing.matchAll(/<text x="([\d.-]+)" y="(\d+)" font-size="11"/g);
  return [...found].map(([, x, y]) => ({ left: Number(x) - 24, y: Number(y) }));
}

/** By the height they stand at. A letter is about 7 wide. */
function titleEnds(drawing: string): Map<number, number> {
  const found = drawing.matchAll(/<text x="24" y="(\d+)" font-size="13"[^>]*>([^<]*)</g);
  return new Map([...found].map(([, y, text = ""]) => [Number(y), 24 + 7 * text.length]));
}
