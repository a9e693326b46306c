import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { reportJournal } from "../../bin/run/report-journal.ts";
import { bind, control, formatLine, type JournalLine, type Replica } from "../../policies/index.ts";
import { writePage } from "../../reports/index.ts";
import { combined } from "../../sim/index.ts";
import { groupOf, observe, queueOf } from "../policies/observations.ts";
import { fixture } from "../reports/fixture.ts";
import { executable, openBrowser } from "./browser.ts";

const busy = (count: number): Replica[] =>
  Array.from({ length: count }, (_, index) => ({ id: `w${index}`, phase: "ready", inService: 1 }));

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

  test("a live journal is drawn by the time of day, and a press on a decision tells why", async () => {
    const start = Date.UTC(2026, 10, 21, 23, 50) / 1000;
    const controller = control(bind("utilization", {}));
    const lines: JournalLine[] = [controller.header()];
    for (let check = 0; check < 30; check++) {
      const workers = check < 8 ? 4 : 6;
      const work = queueOf(check < 20 ? 9 : 0, workers);
      const pool = groupOf(busy(workers), { serves: ["work"], maximum: 8 });
      const seen = { time: start + 60 * check, queues: { work }, groups: check === 12 ? {} : { pool } };
      const { record } = controller.step(observe(seen));
      const ordered = { subject: "pool", desired: 6, because: { code: "ordered", facts: {} } };
      lines.push(check < 24 ? record : { ...record, held: [ordered] });
    }
    const file = join(folder, "journal.jsonl");
    writeFileSync(file, lines.map((line) => `${formatLine(line)}\n`).join(""));
    expect(await reportJournal({ file })).toBe(join(folder, "journal.html"));
    const page = await open("journal.html");
    expect(await empty(page)).toEqual([]);
    const labels = await page.locator("[data-chart=replicas-pool] .role-axis-label text").allTextContents();
    expect(labels).toContain("23:50");
    expect(labels).toContain("Nov 22");
    await page.locator("[data-chart=decisions] .mark-symbol path").first().click();
    expect(await page.locator(".why-title").textContent()).toBe("pool 4 → 6");
    expect(await page.locator(".why-moment").textContent()).toBe("utilization at 2026-11-21 23:50:00 UTC");
    expect(await page.locator("[data-chart=replicas-pool] .mark-rule line[stroke='var(--held)']").count()).toBe(1);
    expect(await page.locator(".orders tbody tr").allTextContents()).toEqual([
      "pool6 ordered2026-11-22 00:14:00the endA person has ordered this count. ordered ",
    ]);
    expect(await page.locator(".why-body").textContent()).toMatch(/utilization-high.*Queue work.*waiting9/s);
  });

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
    await page.locator(".chooser label", { hasText: "careful (after)" }).click();
    await page.locator(".decisions button.moment:visible").first().click();
    expect(await page.locator(".why-moment").textContent()).toMatch(/^careful \(after\) at /);
    expect(await page.locator("#why tbody tr").count()).toBe(one.policies.length);

    // On paper there is no scrolling: A4, less its margins.
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 703, height: 1000 });
    for (const each of await page.locator("details[data-print]").all())
      await each.evaluate((details) => details.setAttribute("open", ""));
    const cut = page
      .locator(".scroll table:visible")
      .evaluateAll((tables) =>
        tables
          .filter((table) => table.getBoundingClientRect().right > 704)
          .map((table) => table.parentElement?.getAttribute("aria-labelledby")),
      );
    expect(await cut).toEqual([]);
  });
});
