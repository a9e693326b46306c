import { UsageError } from "../../policies/index.ts";
import { loadScenario } from "../../scenarios/index.ts";
import { loadTraces, traceWarnings } from "../../sim/index.ts";
import { policyWarnings } from "../reads/policy-warnings.ts";
import { candidatesOf } from "./candidates.ts";
import { cached } from "./trace-cache.ts";

/** `disfun-sim validate`: a line a file, and every problem in it and its traces. Throws after the last file when one was wrong. */
export async function validateFiles({
  file: files,
  quiet,
}: {
  file: readonly string[];
  quiet: boolean;
}): Promise<void> {
  const wrong: UsageError[] = [];
  for (const file of files) {
    try {
      const { scenario, warnings } = await loadScenario(file);
      const candidates = await candidatesOf(scenario);
      const traces = await loadTraces(scenario, { recall: cached });
      if (quiet) continue;
      const ofTraces = [...traces.values()].flatMap(({ report }) => traceWarnings(report));
      for (const warning of [...warnings, ...policyWarnings(scenario, candidates), ...ofTraces])
        process.stderr.write(`warning: ${warning}\n`);
      process.stdout.write(`${file}: fine\n`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      wrong.push(error);
    }
  }
  const [first, ...rest] = wrong;
  if (first === undefined) return;
  if (rest.length === 0) throw first;
  throw new UsageError(wrong.map((error) => error.describe()).join("\n"));
}
