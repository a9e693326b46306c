import { dirname, parse, resolve } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { parseScenario, scenarioYaml } from "../../scenarios/index.ts";
import { relativePath } from "../../scenarios/written-parts.ts";
import type { FromJournalOptions } from "../commands/scenario.ts";
import { longEnough, readPart } from "../recorded/read-recorded.ts";
import { written as writtenFile } from "../run/write-template.ts";
import { joined } from "./joined.ts";
import { writtenScenario } from "./written.ts";

/** `disfun-sim scenario from-journal`: prints the scenario, or writes it to a file that is not there yet. */
export async function fromJournal({ journal, out, policy }: FromJournalOptions): Promise<void> {
  const file = out ?? "from-journal.yaml";
  const recorded = longEnough(joined(journal.map(readPart)));
  const folder = resolve(dirname(file));
  const { scenario, notes } = writtenScenario(recorded, policy && relativePath(folder, resolve(policy)));
  const read = parseScenario(JSON.stringify({ ...scenario, name: parse(file).name }), file);
  const from = `Made from ${recorded.file.replace(/\p{Cc}/gu, " ")}: ${recorded.records.length} checks.`;
  const text = scenarioYaml(read.scenario, folder, [from, ...notes].join("\n"));
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  if (!(await writtenFile(out, text)))
    throw new UsageError("exists already; name another file with --out", { file: out });
  process.stdout.write(`${out}\n`);
}
