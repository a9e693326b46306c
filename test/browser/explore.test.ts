import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { candidatesOf } from "../../bin/run/candidates.ts";
import { writeResult } from "../../reports/index.ts";
import { loadScenario } from "../../scenarios/index.ts";
import { experiment } from "../../sim/index.ts";
import type { Result } from "../../sim/result.ts";
import { root } from "../cli/disfun-sim.ts";
import { executable, openBrowser } from "./browser.ts";

describe.skipIf(executable === undefined)("a run explored in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "explored-"));
  let result: Result;
  let close: (() => Promise<void>) | undefined;
  const problems: string[] = [];

  beforeAll(async () => {
    const { scenario } = await loadScenario(join(root, "scenarios/burst.yaml"), { set: ["seeds=3", "horizon=3h"] });
    result = await experiment(scenario, await candidatesOf(scenario), { version: "test" });
    await writeResult(result, folder);
  }, 60_000);
  afterEach(async () => {
    await close?.();
    close = undefined;
    expect(problems).toEqual([]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function open(width = 1440): Promise<Page> {
    problems.length = 0;
    const browser = await openBrowser({ width });
    close = browser.close;
    const page = await browser.context.newPage();
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    await page.waitForSelector("html[data-drawn=yes]");
    return page;
  }

  /** The first label under each of these charts. */
  const firstLabels = (page: Page, charts: readonly string[]) =>
    Promise.all(
      charts.map((chart) => page.locator(`[data-chart="${chart}"] .role-axis-label text`).first().textContent()),
    );

  test("opens with a policy that scales", async () => {
    const page = await open();
    expect(await page.locator("#time-heading").textContent()).toBe("Over time: documented");
  });

  test("a drag over one chart zooms all of them together, and a double click shows all again", async () => {
    const page = await open();
    const charts = ["queue-sampler_queue", "decisions", "replicas-sampler", "lanes-sampler", "gpu"];
    const chart = page.locator("[data-chart=replicas-sampler]");
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the chart is drawn");
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect
      .poll(() => page.locator("[data-shown]").textContent())
      .toMatch(/^1:\d\d:\d\d – 1:\d\d:\d\d of 3:00:00$/);
    const labels = await firstLabels(page, charts.slice(0, 1));
    expect(labels[0]).toMatch(/^1:\d0$/);
    await expect.poll(() => firstLabels(page, ["replicas-sampler"])).not.toEqual(["0:00"]);
    const within = await page.locator("[data-chart=overview] .window").boundingBox();
    expect(within?.width).toBeGreaterThan(150);
    expect(within?.width).toBeLessThan(400);
    await chart.dblclick({ position: { x: 300, y: 60 } });
    await expect.poll(() => page.locator("[data-shown]").textContent()).toBe("all of 3:00:00");
  });

  test("zooms by keyboard: in a chart, at the ends of the window, and by the buttons", async () => {
    const page = await open();
    const shown = () => page.locator("[data-shown]").textContent();
    await page.locator("[data-chart=gpu]").focus();
    await page.keyboard.press("+");
    await expect.poll(shown).toBe("0:45:00 – 2:15:00 of 3:00:00");
    await page.getByRole("button", { name: "Later", exact: true }).click();
    await expect.poll(shown).toBe("1:30:00 – 3:00:00 of 3:00:00");
    await page.getByRole("slider", { name: "Start of the time shown" }).focus();
    await page.keyboard.press("Home");
    await expect.poll(shown).toBe("all of 3:00:00");
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(shown).toBe("0:18:00 – 3:00:00 of 3:00:00");
    await page.locator("[data-chart=gpu]").focus();
    await page.keyboard.press("0");
    await expect.poll(shown).toBe("all of 3:00:00");
  });

  test("a decision tells why, what was seen, its limits, and what the others did, as the result has it", async () => {
    const page = await open();
    const { decisions } = result.policies[2]?.detail ?? { decisions: [] };
    const place = decisions.findIndex(({ subject, time, desired }) => subject === "sampler" && desired && time > 3600);
    const entry = decisions[place];
    if (entry?.desired === undefined || entry.seen === undefined) throw new Error("a change during the burst");
    const mark = page.locator("[data-chart=decisions] .mark-symbol path").nth(place);
    await mark.scrollIntoViewIfNeeded();
    const at = await mark.boundingBox();
    if (at === null) throw new Error("the mark is drawn");
    await page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
    const told = await page.locator("#why").textContent();
    expect(told).toContain(`sampler ${entry.desired.from} → ${entry.desired.to}`);
    for (const { code } of entry.because) expect(told).toContain(code);
    const pairs = await page.locator("#why .pairs div").allTextContents();
    const waiting = entry.seen.queues.sampler_queue?.waiting ?? Number.NaN;
    expect(pairs).toContain(`waiting${waiting.toLocaleString("en-US")}`);
    expect(pairs).toContain("maximum16");
    const others = await page.locator("#why tbody th").allTextContents();
    expect(others.map((text, index) => text.startsWith(result.policies[index]?.label ?? "?"))).toEqual(
      result.policies.map(() => true),
    );
    expect(await page.locator("#why tbody tr.own th").textContent()).toContain("now");
    await page.keyboard.press("Escape");
    expect(await page.locator("#why").isHidden()).toBe(true);
  });

  test("decisions are reached by keyboard alone, and walked one after the other", async () => {
    const page = await open();
    const chart = page.locator("[data-chart=decisions]");
    await chart.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    expect(await page.locator("#why").isVisible()).toBe(true);
    const first = await page.locator(".why-moment").textContent();
    await page.getByRole("button", { name: "The next decision" }).press("Enter");
    await page.getByRole("button", { name: "The next decision" }).press("Enter");
    expect(await page.locator(".why-moment").textContent()).not.toBe(first);
    await page.keyboard.press("Escape");
    expect(await page.locator("[data-chart=decisions]:focus").count()).toBe(1);
  });

  test("lanes are drawn for every GPU that had a replica, and as long as the replicas lived", async () => {
    const page = await open();
    const detail = result.policies[2]?.detail;
    const lives = (detail?.lives ?? []).filter(({ group }) => group === "sampler");
    const widths = await page
      .locator("[data-chart=lanes-sampler] .mark-rect path")
      .evaluateAll((paths) => paths.map((path) => path.getBoundingClientRect().width));
    expect(widths.length).toBeGreaterThan(lives.length);
    const plot = await page.locator("[data-chart=lanes-sampler] .role-axis-domain line").first().boundingBox();
    const one = lives.find(({ until }) => until !== undefined);
    const warming = one?.phases[0];
    if (one === undefined || warming === undefined || plot === null) throw new Error("a replica that came and went");
    const span = (one.phases[1]?.time ?? one.until ?? 0) - warming.time;
    const expected = (span / 10_800) * plot.width;
    expect(widths.some((width) => Math.abs(width - expected) < 1.5)).toBe(true);
  });

  test("arrow keys read lanes and GPU memory: left and right through time, up and down from row to row", async () => {
    const page = await open();
    const { lives = [], series } = result.policies[2]?.detail ?? {};
    const tip = page.locator(".tip");
    const first = lives.find(({ group, phases, until }) => group === "sampler" && phases[0]?.time === 0 && until !== 0);
    const device = first?.devices?.[0] ?? "no device";
    await page.locator("[data-chart=lanes-sampler]").focus();
    await page.keyboard.press("Home");
    expect(await tip.textContent()).toContain("dgx-1/gpu0 · 0:00:00");
    for (let down = 1; down < 16 && !(await tip.textContent())?.startsWith(device); down++)
      await page.keyboard.press("ArrowDown");
    expect(await tip.textContent()).toContain(`${device} · 0:00:00${first?.replica}`);
    await page.locator("[data-chart=gpu-memory-map]").focus();
    await page.keyboard.press("End");
    const last = series?.columns["device/dgx-1/gpu0/memory"]?.values.at(-1);
    if (typeof last !== "number") throw new Error("memory that is known");
    expect(Number(/00:00([\d.]+) % in use/.exec((await tip.textContent()) ?? "")?.[1])).toBeCloseTo(
      (100 * last) / (40 * 2 ** 30),
      0,
    );
    await page.locator("[data-chart=tradeoff]").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".tip-line").first().textContent()).toBe("static-large");
    await page.keyboard.press("Escape");
    expect(await tip.isHidden()).toBe(true);
  });

  test("the table sorts by any column and back, and says so", async () => {
    const page = await open();
    const order = () => page.locator(".summary tbody:first-of-type th").allTextContents();
    const given = result.policies.map(({ label }) => label);
    const head = page.locator(".summary th", { hasText: "total" });
    await head.getByRole("button").click();
    const cost = (label: string) =>
      result.policies.find((one) => one.label === label)?.summary["cost.total"]?.mean ?? 0;
    expect(await order()).toEqual([...given].sort((a, b) => cost(a) - cost(b)));
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    await head.getByRole("button").press("Enter");
    expect(await order()).toEqual([...given].sort((a, b) => cost(b) - cost(a)));
    await head.getByRole("button").press("Enter");
    expect(await order()).toEqual(given);
  });

  test("measures tell their definition to the pointer and to the keyboard", async () => {
    const page = await open();
    const name = page.locator(".differences").getByRole("button", { name: "p95 wait" });
    await name.focus();
    const tip = page.locator(".tip");
    expect(await tip.textContent()).toContain(result.measures?.["wait.p95"]?.definition ?? "a definition");
    await name.blur();
    expect(await tip.isHidden()).toBe(true);
    await page.locator(".summary th", { hasText: "p99" }).getByRole("button").hover();
    expect(await tip.textContent()).toContain("Arrival to start of service: 99 % of tasks");
  });

  test("differences are those of the result, with their p values and the runs needed", async () => {
    const page = await open();
    const row = page.locator(".differences tbody tr", { hasText: "p95 wait" });
    const cells = await row.locator("td").allTextContents();
    const told = result.policies.flatMap(({ differences }) => differences?.["wait.p95"] ?? []);
    expect(cells.length).toBe(told.length);
    for (const [index, { mean, verdict }] of told.entries()) {
      const number = Number(/([\d.]+) min/.exec(cells[index] ?? "")?.[1]);
      expect(number).toBeCloseTo(Math.abs(mean) / 60, 0);
      expect(cells[index]?.includes(verdict)).toBe(verdict !== "not distinguishable");
      expect(cells[index]).toMatch(/p [<=] [\d.]+/);
    }
    const hidden = page.locator(".differences tr.further");
    expect(await hidden.first().isHidden()).toBe(true);
    await page.locator(".differences .only input").uncheck();
    expect(await hidden.first().isVisible()).toBe(true);
  });

  test("cost and latency are points with their intervals, and the front runs along the best", async () => {
    const page = await open();
    const data = JSON.parse((await page.locator("#data").textContent()) ?? "{}");
    expect(data.tradeoff.x).toEqual(result.policies.map(({ summary }) => summary["cost.total"]?.mean));
    expect(data.tradeoff.y).toEqual(result.policies.map(({ summary }) => summary["wait.p95"]?.mean));
    for (const [one, onFront] of (data.tradeoff.f as number[]).entries()) {
      const beaten = data.tradeoff.x.some(
        (x: number, other: number) =>
          x <= data.tradeoff.x[one] &&
          data.tradeoff.y[other] <= data.tradeoff.y[one] &&
          (x < data.tradeoff.x[one] || data.tradeoff.y[other] < data.tradeoff.y[one]),
      );
      expect(onFront === 1).toBe(!beaten);
    }
    expect(await page.locator("[data-chart=tradeoff] .mark-symbol path").count()).toBe(result.policies.length);
  });

  test("a phone can read a decision too", async () => {
    const page = await open(390);
    await page.locator(".decisions:visible button.moment").first().click();
    const box = await page.locator("#why").boundingBox();
    expect(box?.width).toBeLessThanOrEqual(390);
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("ten policies over a day stay below 3 MB", async () => {
    const { scenario } = await loadScenario(join(root, "scenarios/burst.yaml"), { set: ["seeds=1", "horizon=24h"] });
    const [, , scaling] = await candidatesOf(scenario);
    if (scaling === undefined) throw new Error("a policy that scales");
    const ten = Array.from({ length: 10 }, (_, index) => ({ ...scaling, label: `policy-${index}` }));
    const day = join(folder, "day");
    await writeResult(await experiment(scenario, ten, { version: "test" }), day);
    expect(readFileSync(join(day, "report.html")).length).toBeLessThan(3_000_000);
  }, 120_000);
});
