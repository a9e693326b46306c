import { statSync } from "node:fs";
import { register } from "node:module";
import { extname, isAbsolute, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { UsageError } from "../../policies/index.ts";

/**
 * The default export of a user's module, TypeScript or JavaScript. It may import "disfun-sim" and "zod" wherever it lies: they are
 * this installation's. Throws a `UsageError` with file and line when the module is at fault.
 */
export async function importPolicy(file: string): Promise<unknown> {
  const shown = relative(".", file);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new UsageError("there is no such file", { file: shown });
  shareOwnPackages();
  const { tsImport } = await import("tsx/esm/api");
  try {
    const { default: exported } = await tsImport(pathToFileURL(file).href, import.meta.url);
    // A file that Node takes for CommonJS arrives with its exports as the default.
    return exported?.__esModule === true || isWrapped(exported) ? exported.default : exported;
  } catch (error) {
    throw refused(error, shown);
  }
}

/**
 * Points at the module `file` whose policy was running, and at the line of it that threw; names its `label` in the table where that is
 * another than its name. Of a policy of the catalogue, whatever it throws is a bug of ours, and comes back as it was.
 */
export function blame(error: unknown, file: string | undefined, label?: string): unknown {
  if (!(error instanceof UsageError) || error.place.file !== undefined) return error;
  if (file === undefined) return error.cause ?? error;
  const inside = error.cause instanceof Error ? placeOutside(error.cause) : undefined;
  const isNamed = label === undefined || error.message.includes(`policy "${label}"`);
  const message = isNamed ? error.message : `${label}: ${error.message}`;
  const blamed = new UsageError(message, inside ?? { file: relative(".", file) });
  blamed.cause = error.cause;
  return blamed;
}

function isWrapped(exported: unknown): exported is { default: unknown } {
  return typeof exported === "object" && exported !== null && Object.keys(exported).join() === "default";
}

function refused(error: unknown, file: string): UsageError {
  if (!(error instanceof Error)) return new UsageError(`cannot be loaded: ${error}`, { file });
  const syntax = /:(\d+):(\d+): ERROR: (.*)/.exec(error.message);
  const [, line, column, message] = syntax ?? [];
  if (message !== undefined) return new UsageError(message, { file, line: Number(line), column: Number(column) + 1 });
  return new UsageError(`cannot be loaded: ${error.message.split("\n")[0]}`, placeOutside(error) ?? { file });
}

/** The innermost frame of the stack that is not in this installation. */
function placeOutside(error: Error): { file: string; line: number; column: number } | undefined {
  for (const [, where = "", line, column] of (error.stack ?? "").matchAll(FRAME)) {
    const file = where.startsWith("file:") ? fileURLToPath(where) : where;
    if (!isAbsolute(file) || file.startsWith(installation) || file.includes("/node_modules/")) continue;
    return { file: relative(".", file), line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** `    at decide (/home/me/mine.ts:3:14)`; a module that was loaded as an URL may carry a query. */
const FRAME = /^ +at (?:.* \()?((?:file:\/\/)?\/[^?)]+?)(?:\?[^:)]*)?:(\d+):(\d+)\)?$/gm;
const installation = fileURLToPath(new URL("../../", import.meta.url));

let shared = false;
function shareOwnPackages(): void {
  if (shared) return;
  shared = true;
  const ending = extname(import.meta.url);
  const data = {
    "disfun-sim": new URL(`../index${ending}`, import.meta.url).href,
    "disfun-sim/check": new URL(`../check/library${ending}`, import.meta.url).href,
    zod: import.meta.resolve("zod"),
  };
  register(new URL(`./resolve-hook${ending}`, import.meta.url), { data });
}
