import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { writePage } from "../../reports/index.ts";
import { combined } from "../../sim/index.ts";
import { fixture } from "../reports/fixture.ts";
import { executable, openBrowser } from "./browser.ts";

describe.skipIf(executable === undefined)("in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "pages-"));
  let close: (() => Promise<void>) | undefined;
  const problems: string[] = [];

  afterEach(async () => {
    await close?.();
    expect(problems).toEqual([]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function open(name: string): Promise<Page> {
    const browser = await openBrowser();
    close = browser.close;
    const page = await browser.context.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(pathToFileURL(join(folder, name)).href);
    await page.waitForSelector("html[data-drawn=yes]");
    return page;
  }

  /** Charts without anything in their plot. */
  const empty = (page: Page) =>
    page
      .locator(".plot")
      .evaluateAll((plots) =>
        plots
          .filter(
            (plot) =>
              ![...plot.querySelectorAll("svg :is(.mark-line, .mark-area, .mark-rect, .mark-symbol) path")].some(
                (shape) => shape.getBoundingClientRect().width > 2,
              ),
          )
          .map((plot) => plot.getAttribute("data-chart")),
      );

  test("a comparison draws every chart, and tells a decision of each result", async () => {
    const results = ["before", "after"].map((name) => ({ name, file: `out/${name}`, result: fixture() }));
    const [before, after] = results;
    if (before === undefined || after === undefined) throw new Error("two are compared");
    const one = combined([before, after]);
    if (one === undefined) throw new Error("they share seeds");
    await writePage(one, folder, { compared: results }, "compared.html");
    const page = await open("compared.html");
    expect(await empty(page)).toEqual([]);
    expect(await page.locator("#differences thead th").allTextContents()).toContain(
      "careful (after)from careful (before)",
    );
    expect(await page.locator("footer tbody tr").count()).toBe(2);
    await page.getByText("careful (after)", { exact: true }).and(page.locator(".chooser label")).click();
    await page.locator(".decisions button.moment:visible").first().click();
    expect(await page.locator(".why-moment").textContent()).toMatch(/^careful \(after\) at /);
    expect(await page.locator("#why tbody tr").count()).toBe(one.policies.length);
  });
});
