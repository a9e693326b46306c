import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A user's module and what it is made of. */
export interface ModuleFiles {
  /** The module and all that it imports by a path, and these in turn. */
  readonly files: readonly string[];
  /** Nothing else has a say in what it does: it imports only these files, this tool and zod. */
  readonly complete: boolean;
}

/** Follows the imports of a module, as they are written. */
export function moduleFiles(file: string): ModuleFiles {
  const files: string[] = [];
  let complete = true;
  const open = [resolve(file)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (files.includes(next)) continue;
    files.push(next);
    const source = readFileSync(next, "utf8");
    if (COMPUTED.test(source)) complete = false;
    for (const [, , name = ""] of source.matchAll(IMPORT)) {
      if (OURS.has(name)) continue;
      const found = /^\.\.?\//.test(name) ? located(resolve(dirname(next), name)) : undefined;
      if (found === undefined) complete = false;
      else open.push(found);
    }
  }
  return { files, complete };
}

const IMPORT = /\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`\n]+)\1/g;
const COMPUTED = /\b(?:import|require)\s*\(\s*[^"'`\s]/;
const OURS = new Set(["disfun-sim", "zod"]);

/** As tsx finds it: `./x.js` may be written for `./x.ts`, and an ending may be missing. */
function located(path: string): string | undefined {
  const endings = [".ts", ".js", ".mts", ".mjs", ".json", "/index.ts", "/index.js"];
  const candidates = [path, path.replace(/\.([cm]?)js$/, ".$1ts"), ...endings.map((ending) => `${path}${ending}`)];
  return candidates.find((each) => existsSync(each) && statSync(each).isFile());
}
