import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { copyOfSources } from "./copy.ts";
import { mutations } from "./mutations.ts";

/**
 * `npm run mutate`: breaks the simulator in every way of the list, one at a time and in a copy, and asks the tests each time. Writes
 * TABLE.md beside this file as it goes; exits 1 if nobody notices, or a place to break is gone. `npm run mutate -- prefetch` does only
 * what has that word in its file or name, and keeps the other rows.
 */
const [word = ""] = process.argv.slice(2);
const chosen = mutations.filter(({ file, what }) => file.includes(word) || what.includes(word));
const page = new URL("TABLE.md", import.meta.url);
const rows = existsSync(page) ? rowsOf(readFileSync(page, "utf8")) : new Map<string, string>();
const noticing = new Set<string>();
let wrong = chosen.length === 0;

const copy = copyOfSources();
try {
  for (const mutation of chosen) {
    const began = performance.now();
    const { file, what } = mutation;
    const notice = copy.broken(mutation, () => copy.ask(file));
    const seconds = Math.round((performance.now() - began) / 1000);
    if (notice === undefined) wrong = true;
    else if (notice.file !== undefined) noticing.add(notice.file);
    const by = notice === undefined ? "**nobody**" : [notice.file ?? [], notice.test].flat().join(": ");
    rows.set(what, `| ${what} | ${file} | ${by.replaceAll("|", "\\|")} | ${seconds} |`);
    process.stdout.write(`${rows.get(what)}\n`);
    writeTable();
  }
  // Whoever fails anyway has noticed nothing.
  const anyway = noticing.size === 0 ? undefined : copy.run([...noticing]);
  if (anyway !== undefined) throw new Error(`fails without any mutation: ${anyway.file}: ${anyway.test}`);
} finally {
  copy.remove();
}

if (wrong) process.exitCode = 1;

/** After every row: whoever ends this early keeps what was asked until then. */
function writeTable(): void {
  writeFileSync(
    page,
    `# Mutations

Written by \`npm run mutate\`: ways to break the simulator, and the first test that noticed. Quick tests are asked first.

| what goes wrong | where | who noticed | seconds |
|---|---|---|--:|
${mutations.flatMap(({ what }) => rows.get(what) ?? []).join("\n")}
`,
  );
}

/** By what goes wrong: the rows of a table that was written before. */
function rowsOf(table: string): Map<string, string> {
  return new Map(table.split("\n").map((row) => [/^\| (.*?) \|/.exec(row)?.[1] ?? "", row]));
}
