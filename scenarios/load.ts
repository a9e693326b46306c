import { readFile } from "node:fs/promises";
import { isMap } from "yaml";
import { UsageError } from "../policies/usage-error.ts";
import { blameSettings } from "./blame-settings.ts";
import { checkScenario, warningsOf } from "./check.ts";
import { checkPoliciesAlone } from "./check-policies.ts";
import { checkTheRest } from "./check-the-rest.ts";
import { fromIssues } from "./issues.ts";
import { otherKind } from "./other-kind.ts";
import { withParameterFiles } from "./parameter-files.ts";
import { type Parsed, type Problem, ScenarioError, scenarioError } from "./problems.ts";
import { contents, parseYaml } from "./read-yaml.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioFields } from "./schema.ts";
import { applySetting } from "./set.ts";
import { quoted } from "./units.ts";
import { unitsLacking } from "./units-lacking.ts";

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
  /** It, and the files of parameters it names. */
  readonly files: readonly string[];
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
  try {
    return parsedWith(set, text, file);
  } catch (error) {
    if (set.length === 0 || !(error instanceof ScenarioError)) throw error;
    throw blameSettings(error, set, (some) => parsedWith(some, text, file));
  }
}

function parsedWith(set: readonly string[], text: string, file: string): Loaded {
  const yaml = scenarioYaml(text, file);
  const other = otherKind(contents(yaml) as object, "scenario", file);
  if (other !== undefined) throw new UsageError(other, { file });
  const settings = set.map((setting) => applySetting(yaml.document, setting));
  const written = contents(yaml);
  const { found, included } = withParameterFiles(written, { ...yaml, settings });
  const parsed = { ...yaml, settings, included };
  const version = (written as { version?: unknown }).version;
  if (version !== 1) throw scenarioError(parsed, [{ path: ["version"], message: versionRefusal(version) }]);
  const result = scenarioFields.safeParse(found);
  if (!result.success) {
    const wrong = fromIssues(result.error.issues, found);
    throw scenarioError(parsed, [...wrong, ...checkTheRest(found, wrong, (rest) => problemsOf(rest, file))]);
  }
  const problems = checkScenario(result.data, file);
  if (problems.length > 0) throw scenarioError(parsed, problems);
  const files = [file, ...included.map((each) => each.parsed.file)];
  return {
    scenario: resolve(result.data, file),
    warnings: [...unitsLacking(scenarioFields, found, parsed), ...warningsOf(result.data)],
    text,
    files,
  };
}

/** Where it cannot be read, of its policies alone. */
function problemsOf(found: unknown, file: string): Problem[] {
  const read = scenarioFields.safeParse(found);
  return read.success ? checkScenario(read.data, file) : checkPoliciesAlone(found, file);
}

function versionRefusal(version: unknown): string {
  return version === undefined
    ? 'is missing; write "version: 1"'
    : `${quoted(version)} is not known; this program reads 1`;
}

/** Refuses what is no map, before anybody looks for a key in it. */
function scenarioYaml(text: string, file: string): Parsed {
  const parsed = parseYaml(text, file);
  const { document } = parsed;
  if (isMap(document.contents)) return parsed;
  const found = document.contents === null ? "the file is empty" : `found ${quoted(document.toJS())}`;
  throw scenarioError(parsed, [{ path: [], message: `${found}; a scenario begins with "version: 1"` }]);
}
