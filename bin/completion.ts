import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

type Fallback = (then: (error: Error | null, completions: string[] | undefined) => void) => void;

/** For the shell: policies after `--policy`, scenarios for `run` and `validate`, else what yargs knows. Without a fit the shell offers files. */
export async function complete(
  current: string,
  _argv: unknown,
  fallback: Fallback,
  done: (completions: string[]) => void,
): Promise<void> {
  const words = process.argv.slice(process.argv.indexOf("--get-yargs-completions") + 1);
  if (words.at(-2) === "--policy") return done(await policyNames());
  const takesScenarios = (words.includes("run") || words.includes("validate")) && !current.startsWith("-");
  fallback((_error, known = []) => done(takesScenarios ? scenariosNear(current) : known));
}

async function policyNames(): Promise<string[]> {
  const { catalogue } = await import("../policies/index.ts");
  return catalogue.map(({ name }) => name);
}

/** In the folder being typed; while none is, here and in the folder where they usually are. */
function scenariosNear(current: string): string[] {
  const folders = current.includes("/") ? [dirname(current)] : [".", "scenarios"];
  return folders.flatMap((folder) => scenariosIn(folder).map((name) => join(folder, name)));
}

function scenariosIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  } catch {
    return [];
  }
}
