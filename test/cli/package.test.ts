import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./disfun-sim.ts";

const packed: string[] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
)[0].files.map(({ path }: { path: string }) => path);

test("the package holds the build, the scenarios and the documents, and nothing else", () => {
  const kinds = [
    /^dist\/(bin|live|policies|reports|scenarios|sim)\/.*\.(js|d\.ts)$/,
    /^scenarios\/[\w-]+\.yaml$/,
    /^scenarios\/scenario\.schema\.json$/,
    /^scenarios\/failures\/[\w-]+\.(yaml|md)$/,
    /^scenarios\/live\/[\w-]+\.yaml$/,
    /^scenarios\/live\/example\/[\w-]+\.(csv|mjs|yaml)$/,
    /^scenarios\/parameters\/[\w-]+\.yaml$/,
    /^scenarios\/traces\/[\w-]+\.csv$/,
    /^(ARCHITECTURE|CHANGELOG|CHECKS|MEASURES|POLICIES|README)\.md$|^LICENSE$|^package\.json$/,
  ];
  expect(packed.filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([]);
  for (const kind of kinds)
    expect(
      packed.some((path) => kind.test(path)),
      String(kind),
    ).toBe(true);
  expect(packed.filter((path) => /(^|\/)(test|bundle|write-schema|generate)\b/.test(path))).toEqual([]);
});

test("what package.json names is in the package", () => {
  const { bin, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [bin["disfun-sim"], exports["."].types, exports["."].default].map((path) => path.replace("./", ""));
  for (const path of named) expect(packed).toContain(path);
});

test("every file that the build imports is in the package, and every package is a dependency", () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // What `init` writes has imports of its own, in the middle of a text.
  const code = packed.filter((path) => path.endsWith(".js") && path !== "dist/bin/run/policy-template.js");
  for (const path of code) {
    const text = readFileSync(join(root, path), "utf8");
    for (const [, from = ""] of text.matchAll(/^(?:import|export)[^"'\n]*? from "([^"]+)";$/gm)) {
      if (from.startsWith(".")) expect(existsSync(join(root, path, "..", from)), `${path}: ${from}`).toBe(true);
      else if (!from.startsWith("node:") && path !== "dist/bin/disfun-sim.js") {
        expect(Object.keys(dependencies), path).toContain(from.split("/")[0]);
      }
    }
  }
});

test("the lock file names every platform's packages, or npm ci refuses it", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const missing = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(
    ([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
  );
  expect(missing).toEqual([]);
});
