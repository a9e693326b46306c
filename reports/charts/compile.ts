import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { LoggerInterface } from "vega";
import type { TopLevelSpec } from "vega-lite";

/** Vega-Lite is only needed here, at the desk: the page carries the Vega it was compiled to. */
export async function compiler(): Promise<(spec: TopLevelSpec) => unknown> {
  const { compile } = await import("vega-lite");
  return (spec) => compile(spec, { logger: quiet }).spec;
}

/** Its warnings are about choices it made for us, such as the union of two domains; a chart that is wrong shows in the tests. */
const quiet: LoggerInterface = {
  level: () => quiet,
  error(...messages) {
    throw new Error(`a chart cannot be compiled: ${messages.join(" ")}`);
  },
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
};

/** Vega's own minified build, which stands beside its entry module, to be put into a page. */
export async function vegaBuild(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("vega");
  return await readFile(entry.replace(/[^/\\]+$/, "vega.min.js"), "utf8");
}
