import { readFile } from "node:fs/promises";
import { isMap, LineCounter, parseDocument } from "yaml";
import { UsageError } from "../policies/usage-error.ts";
import { fromIssues, type Parsed, type Problem, scenarioError } from "./problems.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioFields } from "./schema.ts";
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

/** Reads the text of a scenario; relative paths in it start at `file`. Throws `ScenarioError`. */
export function parseScenario(text: string, file: string, _options: LoadOptions = {}): Loaded {
  const parsed = parseYaml(text, file, []);
  const read = scenarioFields.safeParse(parsed.document.toJS());
  if (!read.success) throw scenarioError(parsed, fromIssues(read.error.issues, parsed.document.toJS()));
  return { scenario: resolve(read.data, file), warnings: [], text };
}

function parseYaml(text: string, file: string, settings: Parsed["settings"]): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const parsed: Parsed = { file, document, lines, settings };
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    throw new UsageError(`not valid YAML: ${first.message}`, { file, line, column: col });
  }
  if (isMap(document.contents)) return parsed;
  const found = document.contents === null ? "the file is empty" : `found ${quoted(document.toJS())}`;
  const problem: Problem = { path: [], message: `${found}; a scenario begins with "version: 1"` };
  throw scenarioError(parsed, [problem]);
}
