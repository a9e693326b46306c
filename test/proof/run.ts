import { readFileSync, writeFileSync } from "node:fs";
import { orEnd } from "../command-line.ts";
import { proveFaults } from "./faults/run.ts";
import { inParts } from "./in-parts.ts";
import { proveLive } from "./live/prove.ts";
import { askedFor, type Rows } from "./options.ts";
import { type Published, publishedRows } from "./published.ts";
import type { Row } from "./rows.ts";
import { stoppingRow } from "./stopping.ts";
import { tableOf } from "./table.ts";

/**
 * `npm run proof`: checks that take some four hours on two cores. Writes its rows to TABLE.md beside this file as they come, and prints
 * it; exits 1 if one fails. `npm run proof -- Setup` runs only what has that word in its name, and leaves the other rows as they are;
 * `-- stopping` the row of the stopping rule, and `-- faults` what goes wrong around a live runner. `-- live` is another proof, on a real
 * RabbitMQ: see `live/prove.ts`.
 */
const asked = orEnd(() => askedFor(process.argv.slice(2)));
if (asked.kind === "help") process.stdout.write(asked.usage);
else if (asked.kind === "live") await proveLive(asked);
else if (asked.kind === "rows") await proveModels(asked);
if (asked.kind === "faults" || (asked.kind === "rows" && asked.faults)) await proveFaults();

async function proveModels({ chosen, stopping, published: ofOthers }: Rows): Promise<void> {
  const page = new URL("TABLE.md", import.meta.url);
  const rows: Row[] = [];
  const published: Published[] = [];
  // As they come: whoever ends this early keeps what was proved until then.
  const note = () => writeFileSync(page, tableOf(rows, published, readFileSync(page, "utf8")));

  await inParts(chosen, (row) => {
    process.stderr.write(`${row.what}: ${row.coverage}\n`);
    rows.push(row);
    note();
  });
  if (stopping) rows.push(await stoppingRow());
  if (ofOthers) published.push(...publishedRows());
  note();
  process.stdout.write(readFileSync(page, "utf8"));
  if ([...rows, ...published].some(({ holds }) => !holds)) process.exitCode = 1;
}
