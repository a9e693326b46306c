import { UsageError } from "../../policies/index.ts";
import { loadScenario } from "../../scenarios/index.ts";
import type { FidelityOptions } from "../commands/fidelity.ts";
import { readRecorded } from "../recorded/read-recorded.ts";
import { candidatesOf } from "../run/candidates.ts";
import { fidelityOf } from "./fidelity.ts";
import { fidelityTable } from "./table.ts";

/** `disfun-sim fidelity`: real runs beside their simulation. Exit code 1 where it is not near enough. */
export async function tellFidelity({ file, set, json }: FidelityOptions): Promise<void> {
  const journals = file.slice(0, -1);
  const last = file.at(-1) ?? "";
  if (journals.length === 0 || !/\.ya?ml$/.test(last))
    throw new UsageError(
      `found ${file.join(" ")}; write the journals first, and the scenario last: fidelity run-*/journal.jsonl scenario.yaml`,
    );
  const { scenario } = await loadScenario(last, { set });
  const fidelity = await fidelityOf(scenario, await candidatesOf(scenario), journals.map(readRecorded));
  process.stdout.write(json ? `${JSON.stringify(fidelity, null, 2)}\n` : `${fidelityTable(fidelity)}\n`);
  if (!fidelity.holds) process.exitCode = 1;
}
