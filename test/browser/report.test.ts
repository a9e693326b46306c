import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readResult, writeResult } from "../../reports/index.ts";
import { bareResult } from "../reports/bare-result.ts";
import { fixture } from "../reports/fixture.ts";
import { executable, type Options, openBrowser } from "./browser.ts";

describe.skipIf(executable === undefined)("the report in a browser", () => {
  let folder = "";
  let close: (() => Promise<void>) | undefined;
  const problems: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "report-page-"));
    await writeResult(fixture(), folder);
  });
  afterEach(async () => {
    await close?.();
    close = undefined;
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: Options = {}, file = join(folder, "report.html")): Promise<Page> {
    problems.length = 0;
    requests.length = 0;
    const browser = await openBrowser(options);
    close = browser.close;
    const page = await pageOf(browser.context);
    await page.goto(pathToFileURL(file).href);
    if (options.javaScriptEnabled !== false) await page.waitForSelector("html[data-drawn=yes]");
    return page;
  }

  async function pageOf(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    return page;
  }

  test("opens from a file without a network, and complains about nothing", async () => {
    await open();
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([
      pathToFileURL(join(folder, "report.html")).href,
    ]);
  });

  test("draws every chart", async () => {
    const page = await open();
    const drawn = await page.locator(".plot").evaluateAll((plots) =>
      plots.map((plot) => {
        const shapes = [
          ...plot.querySelectorAll(
            "svg .mark-line path, svg .mark-area path, svg .mark-rect path, svg .mark-symbol path",
          ),
        ];
        const wide = shapes.some((shape) => shape.getBoundingClientRect().width > 2);
        return {
          chart: plot.getAttribute("data-chart"),
          drawn: wide,
          width: plot.querySelector("svg")?.getBoundingClientRect().width,
        };
      }),
    );
    expect(drawn.map(({ chart }) => chart)).toEqual([
      "tradeoff",
      "cost",
      "wait-sampler_queue",
      "wait-evaluator_queue",
      "sojourn-sampler_queue",
      "sojourn-evaluator_queue",
      "compare-sampler_queue",
      "compare-evaluator_queue",
      "overview",
      "queue-sampler_queue",
      "queue-evaluator_queue",
      "decisions",
      "replicas-sampler",
      "replicas-evaluator",
      "cpu",
      "gpu",
      "gpu-memory",
      "gpu-memory-map",
    ]);
    expect(drawn.filter((chart) => !chart.drawn || (chart.width ?? 0) < 200)).toEqual([]);
  });

  test("shows the numbers of result.json", async () => {
    const page = await open();
    const result = await readResult(join(folder, "result.json"));
    const tables = page.locator(".summary, .means");
    expect(await tables.count()).toBe(2);
    const rows = await tables.locator("tbody tr").evaluateAll((found) =>
      found.map((row) => ({
        label: row.querySelector("th")?.textContent,
        cells: [...row.querySelectorAll("td")].map((cell) => ({
          measure: cell.getAttribute("data-measure") ?? "",
          exact: Number(cell.getAttribute("data-mean")),
          shown: cell.querySelector("b")?.textContent ?? "",
        })),
      })),
    );
    const labels = result.policies.map(({ label }) => label);
    expect(rows.map(({ label }) => label)).toEqual([...labels, ...labels]);
    const scale: Record<string, number> = { ms: 0.001, s: 1, min: 60, h: 3600 };
    for (const [index, { cells }] of rows.entries()) {
      expect(cells.length).toBeGreaterThan(3);
      for (const { measure, exact, shown } of cells) {
        const mean = result.policies[index % labels.length]?.summary[measure]?.mean;
        expect(exact).toBe(mean);
        const [number = "", unit = measure === "attainment" ? "%" : ""] = shown.split(" ");
        const decimals = /\.(\d+)/.exec(number)?.[1]?.length ?? 0;
        const inUnit = (mean ?? Number.NaN) / (unit === "%" ? 0.01 : (scale[unit] ?? 1));
        expect(Number(number.replaceAll(",", "")), `${measure} of row ${index}`).toBeCloseTo(inUnit, decimals);
      }
    }
  });

  test("the selector changes charts, heading and decisions by mouse", async () => {
    const page = await open();
    const before = await page.locator("[data-chart=replicas-sampler] svg").innerHTML();
    await page.locator(".chooser label", { hasText: "careful" }).click();
    await expect.poll(() => page.locator("[data-chart=replicas-sampler] svg").innerHTML()).not.toBe(before);
    expect(await page.locator("#time-heading").textContent()).toBe("Over time: careful");
    expect(await page.locator(".decisions:visible h3").allTextContents()).toEqual(["Decisions of careful"]);
  });

  test("the selector can be reached and moved by keyboard", async () => {
    const page = await open();
    await page.locator(".scroll").last().focus();
    await page.locator("input[name=policy]:checked").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#time-heading").textContent()).toBe("Over time: careful");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator("#time-heading").textContent()).toBe("Over time: static-10");
  });

  test("arrow keys walk a chart and read its values with the date", async () => {
    const page = await open();
    await page.locator("[data-chart=replicas-sampler]").focus();
    await page.keyboard.press("End");
    const tip = await page.locator(".tip").textContent();
    expect(tip).toContain("2:00:00 · 2023-11-16 20:15:46 UTC");
    expect(tip).toContain("desired4");
    expect(await page.locator(".cursor:visible").count()).toBe(12);
    await page.keyboard.press("Escape");
    expect(await page.locator(".tip").isHidden()).toBe(true);
  });

  test("pointing at a distribution tells each policy's share", async () => {
    const page = await open();
    const chart = page.locator("[data-chart=wait-sampler_queue] svg");
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the chart is drawn");
    await page.mouse.move(box.x + box.width - 15, box.y + 100);
    const lines = await page.locator(".tip-line").allTextContents();
    expect(lines).toEqual(["static-4100 %", "static-10100 %", "as-published100 %", "careful100 %"]);
  });

  test("the decisions can be narrowed to changes and widened again", async () => {
    const page = await open();
    await page.locator(".chooser label", { hasText: "careful" }).click();
    const rows = page.locator(".decisions:visible tbody tr:visible");
    const changes = await rows.count();
    await page.locator(".decisions:visible .only input").uncheck();
    expect(await rows.count()).toBeGreaterThan(changes);
  });

  test("never scrolls sideways, on a phone, a tablet or a desk", async () => {
    const page = await open({ width: 400 });
    for (const width of [400, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.reload();
      await page.waitForSelector("html[data-drawn=yes]");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    }
  });

  test("is dark where the reader is, and light on paper", async () => {
    const page = await open({ colorScheme: "dark" });
    const paper = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const axis = () =>
      page.evaluate<string>("getComputedStyle(document.querySelector('[data-chart=cpu] .role-axis-label text')).fill");
    const [dark, darkAxis] = [await paper(), await axis()];
    expect(dark).toBe("rgb(20, 23, 27)");
    await page.emulateMedia({ media: "print" });
    expect(await paper()).toBe("rgb(255, 255, 255)");
    expect(await axis()).not.toBe(darkAxis);
  });

  test("a result with nothing to draw still makes a page without complaints", async () => {
    const bare = join(folder, "bare");
    await writeResult(bareResult(), bare);
    const page = await open({}, join(bare, "report.html"));
    expect(await page.locator(".plot").count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test("faults are drawn over time and listed with their times", async () => {
    const broken = join(folder, "broken");
    const result = fixture();
    for (const { detail } of result.policies)
      detail.faults = [{ time: 1800, until: 3600, kind: "nodeLoss", subject: "node1" }];
    await writeResult(result, broken);
    const page = await open({}, join(broken, "report.html"));
    expect(problems).toEqual([]);
    const band = await page.locator("[data-chart=cpu] svg .mark-rect path").first().boundingBox();
    expect(band?.width).toBeGreaterThan(100);
    expect(await page.locator(".faults tbody tr").allTextContents()).toEqual(["0:30:001:00:00node lostnode1"]);
  });

  test("without scripts the tables of every policy are there, and no empty charts", async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.locator(".decisions:visible").count()).toBe(4);
    expect(await page.locator(".summary tbody tr:visible").count()).toBe(4);
    expect(await page.locator(".plot:visible").count()).toBe(0);
    expect(await page.locator("noscript p:visible").count()).toBe(1);
  });
});
