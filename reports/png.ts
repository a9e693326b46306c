import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { UsageError } from "../policies/usage-error.ts";

/**
 * A drawing as a PNG picture, so many pixels for each of its units. Its text is set in Inter, which the tool brings with it, so that
 * the picture is the same on every machine: Latin, Greek and Cyrillic letters; others become boxes. Throws a `UsageError` when it
 * would have too many pixels.
 */
export async function png(drawing: string, scale: number): Promise<Uint8Array> {
  loaded ??= load();
  const [{ Resvg }, fontBuffers] = [await loaded, await fonts()];
  const image = new Resvg(drawing, {
    font: { fontBuffers, sansSerifFamily: "Inter" },
    fitTo: { mode: "zoom", value: scale },
  });
  refuseTooLarge(image, scale);
  return image.render().asPng();
}

const require = createRequire(import.meta.url);
let loaded: ReturnType<typeof load> | undefined;

/** It may be told its code only once. */
async function load() {
  const resvg = await import("@resvg/resvg-wasm");
  await resvg.initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return resvg;
}

const alphabets = ["latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"];

/** Upright, and in the weight of headings too. */
async function fonts(): Promise<Uint8Array[]> {
  const folder = join(require.resolve("@fontsource/inter/package.json"), "../files");
  const faces = alphabets.flatMap((alphabet) => [`${alphabet}-400`, `${alphabet}-600`]);
  return Promise.all(faces.map((face) => readFile(join(folder, `inter-${face}-normal.woff2`))));
}

/** As much as a usual machine has room for, at four bytes each and while it is packed. */
const mostPixels = 120e6;

function refuseTooLarge({ width, height }: { readonly width: number; readonly height: number }, scale: number): void {
  if (width * height * scale ** 2 <= mostPixels) return;
  const most = Math.floor(10 * Math.sqrt(mostPixels / (width * height))) / 10;
  const size = `${Math.round(width * scale)} × ${Math.round(height * scale)} pixels`;
  throw new UsageError(`--scale ${scale}: the picture would have ${size}; at most ${most} is possible`);
}
