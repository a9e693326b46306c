import { readFileSync } from "node:fs";
import type { InitializeHook, ResolveFnOutput, ResolveHook } from "node:module";

let own: Readonly<Record<string, string>> = {};

/** Node runs this file in its loader's thread; `data` is the modules that a policy may import wherever it lies, by name. */
export const initialize: InitializeHook<typeof own> = (data) => {
  own = data;
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  // A policy gets this installation's own, never another's that lies nearer.
  if (specifier === "disfun-sim" || specifier === "disfun-sim/check")
    return { url: own[specifier] ?? specifier, shortCircuit: true };
  try {
    const found = await next(specifier, context);
    return isModule(found) ? { ...found, format: "module" } : found;
  } catch (error) {
    const url = own[specifier];
    if (url === undefined) throw error;
    return { url, shortCircuit: true };
  }
};

/** Without a package.json a file counts as CommonJS: its imports would not come here, and its errors would have no lines. */
function isModule({ url, format }: ResolveFnOutput): boolean {
  if (format === "module" || !/^file:.*\.[jt]sx?$/.test(url) || url.includes("/node_modules/")) return false;
  return !/\b(module\.exports|exports\.\w+|require\()/.test(readFileSync(new URL(url), "utf8"));
}
