import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../policies/usage-error.ts";

type Fallback = (then: (error: Error | null, completions: string[] | undefined) => void) => void;
type Complete = (current: string, argv: unknown, fallback: Fallback, done: (offers: string[]) => void) => void;

/**
 * For the shell: policies after `--policy`, `policies` and `check`, scenarios for `run` and `validate`, else what yargs knows. Without a fit the shell offers
 * files. The parser takes an answer only at once, so what it needs is loaded before it asks.
 */
export async function completion(args: readonly string[]): Promise<Complete> {
  const asked = args.indexOf("--get-yargs-completions");
  const words = args.slice(asked + 1);
  const policies = asked >= 0 ? await policiesFor(words) : undefined;
  return (current, _argv, fallback, done) => {
    const takesScenarios =
      ["run", "validate", "live", "doctor"].some((word) => words.includes(word)) && !current.startsWith("-");
    const offers = policies ?? (takesScenarios ? scenariosNear(current) : undefined);
    fallback((_error, known = []) => done(offers ?? known));
  };
}

/** The arguments without the shell after `completion`: the parser takes none, and writes for the one of the environment. */
export function withoutShell(args: readonly string[]): readonly string[] {
  const [command, shell, ...rest] = args;
  if (command !== "completion" || shell === undefined || shell.startsWith("-")) return args;
  if (shell !== "bash" && shell !== "zsh") {
    throw new UsageError(`completion ${shell}: there is completion for bash and zsh (see disfun-sim --help)`);
  }
  Object.assign(process.env, { SHELL: shell, ZSH_NAME: "" });
  return [command, ...rest];
}

async function policiesFor(words: readonly string[]): Promise<string[] | undefined> {
  const [current = ""] = words.slice(-1);
  const listed = ["policies", "check"].includes(words.at(-2) ?? "") && !current.startsWith("-");
  if (!["--policy", "--shadow"].includes(words.at(-2) ?? "") && !listed) return undefined;
  const { catalogue, wrappers } = await import("../policies/index.ts");
  return [...catalogue, ...(words.at(-2) === "policies" ? wrappers : [])].map(({ name }) => name);
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
