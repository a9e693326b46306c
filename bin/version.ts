import { existsSync, readFileSync } from "node:fs";

/** The versions that matter to a bug report: of the tool, of Node, and of the files it reads and writes. */
export function versions(): string {
  return `disfun-sim ${toolVersion()}\nnode ${process.versions.node}\nformats: scenario 1, result 1, journal 1`;
}

/** As package.json has it. The file is one folder up from the sources and two from the build. */
export function toolVersion(): string {
  const candidates = ["../package.json", "../../package.json"].map((path) => new URL(path, import.meta.url));
  const file = candidates.find((url) => existsSync(url));
  if (file === undefined) throw new Error("package.json is missing beside the installed files");
  return String(JSON.parse(readFileSync(file, "utf8")).version);
}
