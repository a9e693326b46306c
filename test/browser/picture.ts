import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { disfunSim, root } from "../cli/disfun-sim.ts";
import { openBrowser } from "./browser.ts";

// npm run picture: runs the burst scenario and takes the picture of its report that README.md shows.
const folder = mkdtempSync(join(tmpdir(), "picture-"));
const { code, err } = await disfunSim(root, ["run", "scenarios/burst.yaml", "--quiet", "--out", folder]);
if (code !== 0) throw new Error(err);
const { context, close } = await openBrowser({ width: 1200, colorScheme: "light" });
const page = await context.newPage();
await page.setViewportSize({ width: 1360, height: 1000 });
await page.goto(pathToFileURL(join(folder, "report.html")).href);
await page.waitForSelector("html[data-drawn=yes]");
await page.locator(".chooser label", { hasText: "documented" }).click();
// The burst, and one decision in it.
const chart = page.locator("[data-chart=replicas-sampler]");
await chart.scrollIntoViewIfNeeded();
const box = await chart.boundingBox();
if (box === null) throw new Error("the chart is drawn");
await page.mouse.move(box.x + 0.17 * box.width, box.y + 60);
await page.mouse.down();
await page.mouse.move(box.x + 0.48 * box.width, box.y + 60, { steps: 5 });
await page.mouse.up();
await page.waitForTimeout(500);
await page.locator("[data-chart=decisions]").evaluate((plot) => plot.scrollIntoView({ block: "start" }));
await page.mouse.wheel(0, -330);
await page.waitForTimeout(500);
const decisions = await page.locator("[data-chart=decisions]").boundingBox();
if (decisions === null) throw new Error("the chart is drawn");
await page.mouse.click(decisions.x + 0.245 * decisions.width, decisions.y + 15);
await page.waitForTimeout(300);
const path = fileURLToPath(new URL("../../reports/example.png", import.meta.url));
await page.screenshot({ path });
await close();
rmSync(folder, { recursive: true });
