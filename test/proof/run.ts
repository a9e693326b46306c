import { writeFileSync } from "node:fs";
import { inParts } from "./in-parts.ts";
import { publishedRows } from "./published.ts";
import { plans } from "./rows.ts";
import { stoppingRow } from "./stopping.ts";

/**
 * `npm run proof`: checks that take about half an hour on two cores. Prints a table and writes it to TABLE.md beside this file;
 * exits 1 if one fails. `npm run proof -- Setup` runs only what has that word in its name, and writes nothing;
 * `-- stopping` the row of the stopping rule.
 */
const [word = ""] = process.argv.slice(2);

const chosen = [...plans.entries()].filter(([, { model }]) => model.name.includes(word)).map(([number]) => number);
const rows = await inParts(chosen, ({ what, coverage }) => process.stderr.write(`${what}: ${coverage}\n`));
if ("stopping rule".includes(word)) rows.push(await stoppingRow());
const published = "SimFaaS".includes(word) ? publishedRows() : [];

const yes = (holds: boolean) => (holds ? "yes" : "NO");
const table = `# Proof

Written by \`npm run proof\` on ${new Date().toISOString().slice(0, 10)}. Each row: how often the 95 % confidence interval over runs covered the
exact value, in so many repetitions with seeds of their own; the mean of all of them beside it.

| what | exact | found | coverage | holds |
|---|--:|--:|--:|---|
${rows.map((row) => `| ${row.what} | ${row.exact} | ${row.found} | ${row.coverage} | ${yes(row.holds)} |`).join("\n")}

Figures of another program, two runs of it; ours with the 95 % interval of their mean.

| what | published | found | holds |
|---|--:|--:|---|
${published.map((row) => `| ${row.what} | ${row.published} | ${row.found} | ${yes(row.holds)} |`).join("\n")}
`;
process.stdout.write(table);
if (word === "") writeFileSync(new URL("TABLE.md", import.meta.url), table);
if ([...rows, ...published].some(({ holds }) => !holds)) process.exitCode = 1;
