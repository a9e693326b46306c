import { expect, test } from "vitest";
import { chartsSvg } from "../../reports/index.ts";
import { bareResult } from "./bare-result.ts";
import { fixture } from "./fixture.ts";

test("all charts are in one drawing, in plain colors, the same every time", async () => {
  const drawing = await chartsSvg(fixture());
  expect((await chartsSvg(fixture())) === drawing).toBe(true);
  for (const title of ["Cost against p95 wait", "Wait in sampler_queue", "Replicas of evaluator", "Memory of each GPU"])
    expect(drawing).toContain(`>${title}`);
  expect(drawing).toContain("over time: as-published");
  expect(drawing).not.toMatch(/var\(|color-mix|NaN|undefined/);
  const opened = drawing.match(/<svg/g)?.length;
  expect(drawing.match(/<\/svg>/g)?.length).toBe(opened);
  // The line of as-published during the burst is where the page has it: in its color.
  expect(drawing).toContain('stroke="#009e73"');
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
