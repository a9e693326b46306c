import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { writeResult } from "../../reports/index.ts";
import { bareResult } from "../reports/bare-result.ts";
import { executable, openBrowser } from "./browser.ts";

test.skipIf(executable === undefined)("a watched page from a file shows the next result by itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "report-page-"));
  const browser = await openBrowser();
  try {
    const write = (name: string, fingerprint: string) =>
      writeResult({ ...bareResult(), name, fingerprint }, folder, { watched: true });
    await write("before", "a");
    const page = await browser.context.newPage();
    let loads = 0;
    page.on("load", () => loads++);
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    expect(await page.title()).toContain("before");
    await page.waitForTimeout(2500);
    expect(loads).toBe(1);
    await write("after", "b");
    await page.waitForFunction("document.title.startsWith('after')", undefined, { timeout: 10_000 });
    expect(loads).toBe(2);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
