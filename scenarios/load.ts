import { readFile } from "node:fs/promises";
import { isMap, LineCounter, parseDocument } from "yaml";
import { UsageError } from "../policies/usage-error.ts";
import { checkScenario, warningsOf } from "./check.ts";
import { fromIssues } from "./issues.ts";
import { type Parsed, scenarioError } from "./problems.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioFields } from "./schema.ts";
import { applySetting, type Setting } from "./set.ts";
import { quoted } from "./units.ts";

export interface LoadOptions {
  /** `groups.sampler.maximum=4`: values in place of the file's, as `--set` gives them. */
  readonly set?: readonly string[];
}

export interface Loaded {
  readonly scenario: Scenario;
  /** What is allowed but flatters or weakens the results; a line each. */
  readonly warnings: readonly string[];
  /** The file as it is. */
  readonly text: string;
}

/** Reads a scenario file. Throws `UsageError`; a `ScenarioError` when the contents are at fault. */
export async function loadScenario(file: string, options: LoadOptions = {}): Promise<Loaded> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(unreadable((error as NodeJS.ErrnoException).code), { file });
  }
  return parseScenario(text, file, options);
}

function unreadable(code: string | undefined): string {
  if (code === "ENOENT") return "there is no such file; `disfun-sim init` writes a scenario to start from";
  if (code === "EISDIR") return "is a folder; name a scenario file in it";
  return `cannot be read (${code ?? "unknown error"})`;
}

/** Reads the text of a scenario; relative paths in it start at `file`. Throws `UsageError`. */
export function parseScenario(text: string, file: string, { set = [] }: LoadOptions = {}): Loaded {
  const parsed = parseYaml(text, file);
  parsed.settings.push(...set.map((setting) => applySetting(parsed.document, setting)));
  const found = contents(parsed);
  const version = (found as { version?: unknown }).version;
  if (version !== 1) throw scenarioError(parsed, [{ path: ["version"], message: versionRefusal(version) }]);
  const result = scenarioFields.safeParse(found);
  if (!result.success) throw scenarioError(parsed, fromIssues(result.error.issues, found));
  const problems = checkScenario(result.data, file);
  if (problems.length > 0) throw scenarioError(parsed, problems);
  return { scenario: resolve(result.data, file), warnings: warningsOf(result.data), text };
}

function contents({ document, file }: Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases of aliases that would fill the memory, or that lead into themselves.
    throw new UsageError(`its aliases cannot be followed: ${(error as Error).message}`, { file });
  }
}

function versionRefusal(version: unknown): string {
  return version === undefined
    ? 'is missing; write "version: 1"'
    : `${quoted(version)} is not known; this program reads 1`;
}

function parseYaml(text: string, file: string): Parsed & { settings: Setting[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, stringKeys: true });
  const parsed = { file, document, lines, settings: [] };
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    const duplicate = `the key ${quoted(text.slice(first.pos[0]).match(/^[^:\s,}]+/)?.[0])} is written twice`;
    const message = first.code === "DUPLICATE_KEY" ? duplicate : `not valid YAML: ${first.message}`;
    throw new UsageError(message, { file, line, column: col });
  }
  if (isMap(document.contents)) return parsed;
  const found = document.contents === null ? "the file is empty" : `found ${quoted(document.toJS())}`;
  throw scenarioError(parsed, [{ path: [], message: `${found}; a scenario begins with "version: 1"` }]);
}
