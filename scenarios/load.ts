import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { isMap } from "yaml";
import { UsageError } from "../policies/usage-error.ts";
import { blameSettings } from "./blame-settings.ts";
import { checkScenario, warningsOf } from "./check.ts";
import { fromIssues } from "./issues.ts";
import { otherKind } from "./other-kind.ts";
import { withParameterFiles } from "./parameter-files.ts";
import { type Parsed, ScenarioError, scenarioError } from "./problems.ts";
import { contents, parseYaml } from "./read-yaml.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioFields } from "./schema.ts";
import { applySetting } from "./set.ts";
import { quoted, whereUnitsLack } from "./units.ts";

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
  if (!result.success) throw scenarioError(parsed, fromIssues(result.error.issues, found));
  const problems = checkScenario(result.data, file);
  if (problems.length > 0) throw scenarioError(parsed, problems);
  const files = [file, ...included.map((each) => each.parsed.file)];
  return {
    scenario: resolve(result.data, file),
    warnings: [...unitsLacking(found, parsed), ...warningsOf(result.data)],
    text,
    files,
  };
}

/** A line for each number that lacks its unit, with its place in the file, whose folder is no part of a result. */
function unitsLacking(found: unknown, parsed: Parsed): string[] {
  const result = whereUnitsLack(() => scenarioFields.safeParse(found));
  if (result.success) return [];
  return scenarioError(parsed, fromIssues(result.error.issues, found)).problems.map(({ message, place }) => {
    const { file, ...position } = place;
    return new UsageError(message, { ...(file === undefined ? {} : { file: basename(file) }), ...position }).describe();
  });
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
