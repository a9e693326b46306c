import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fidelityTable } from "../../../bin/fidelity/table.ts";

const readme = new URL("../../../README.md", import.meta.url);
const block = /(?<=<!-- fidelity -->\n```text\n)[\s\S]*?(?=\n```\n<!-- end -->)/;

/** The table of the proof in README.md. */
export function shownFidelity(): string {
  return block.exec(readFileSync(readme, "utf8"))?.[0] ?? "";
}

/** What stands there when RESULT.json is written anew. */
export function recordedFidelity(): string {
  return fidelityTable(JSON.parse(readFileSync(new URL("RESULT.json", import.meta.url), "utf8")));
}

export function writeFidelityTable(): void {
  const table = recordedFidelity();
  writeFileSync(
    readme,
    readFileSync(readme, "utf8").replace(block, () => table),
  );
}

// npm run docs
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFidelityTable();
