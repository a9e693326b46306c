import { readFileSync, writeFileSync } from "node:fs";
import { proveFaults } from "./faults/run.ts";
import { inParts } from "./in-parts.ts";
import { proveLive } from "./live/prove.ts";
import { publishedRows } from "./published.ts";
import { plans } from "./rows.ts";
import { stoppingRow } from "./stopping.ts";
import { tableOf } from "./table.ts";

/**
 * `npm run proof`: checks that take more than an hour on two cores. Writes a table to TABLE.md beside this file and prints it; exits 1
 * if one fails. `npm run proof -- Setup` runs only what has that word in its name, and leaves the other rows as they are;
 * `-- stopping` the row of the stopping rule, and `-- faults` what goes wrong around a live runner. `-- live` is another proof, on a real
 * RabbitMQ: see `live/prove.ts`.
 */
const [word = "", ...rest] = process.argv.slice(2);
if (word === "live") await proveLive(rest);
else if (word !== "faults") await proveModels();
if (word === "" || word === "faults") await proveFaults();

async function proveModels(): Promise<void> {
  const chosen = [...plans.entries()].filter(([, { model }]) => model.name.includes(word)).map(([number]) => number);
  const rows = await inParts(chosen, ({ what, coverage }) => process.stderr.write(`${what}: ${coverage}\n`));
  if ("stopping rule".includes(word)) rows.push(await stoppingRow());
  const published = "SimFaaS".includes(word) ? publishedRows() : [];

  const page = new URL("TABLE.md", import.meta.url);
  const table = tableOf(rows, published, word === "" ? "" : readFileSync(page, "utf8"));
  writeFileSync(page, table);
  process.stdout.write(table);
  if ([...rows, ...published].some(({ holds }) => !holds)) process.exitCode = 1;
}
