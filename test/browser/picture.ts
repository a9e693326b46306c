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
const { context, close } = await openBrowser({ width: 1000, colorScheme: "light" });
const page = await context.newPage();
await page.goto(pathToFileURL(join(folder, "report.html")).href);
await page.waitForSelector("html[data-drawn=yes]");
const path = fileURLToPath(new URL("../../reports/example.png", import.meta.url));
await page.locator("label", { hasText: "documented" }).click();
const heading = await page.getByRole("heading", { name: /^Over time/ }).boundingBox();
const top = (await page.evaluate<number>("scrollY")) + (heading?.y ?? 0);
await page.screenshot({ path, clip: { x: 0, y: top - 20, width: 1000, height: 880 }, fullPage: true });
await close();
rmSync(folder, { recursive: true });
