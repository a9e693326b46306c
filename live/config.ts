import { readFile } from "node:fs/promises";
import { dirname, parse, resolve } from "node:path";
import { UsageError } from "../policies/usage-error.ts";
import {
  checkTheRest,
  contents,
  fromIssues,
  type Included,
  otherKind,
  type Parsed,
  type Path,
  type PolicySpec,
  type Problem,
  parseYaml,
  policySpec,
  quoted,
  scenarioError,
  unitsLacking,
  withParameterFile,
} from "../scenarios/index.ts";
import { checkLive, checkParts } from "./check.ts";
import { type LiveFile, liveFields } from "./schema.ts";

/** A configuration that makes sense as far as can be told without asking anybody. */
export interface LiveConfig {
  readonly written: LiveFile;
  readonly name: string;
  readonly policy: PolicySpec;
  readonly shadow: readonly PolicySpec[];
  /** Of the file; what it names is relative to it. */
  readonly folder: string;
  /** What is allowed, but may not be what was meant; a line each. */
  readonly warnings: readonly string[];
  /** An error at its place in the file. */
  at(problems: readonly Problem[]): UsageError;
}

/** Reads a configuration of `disfun-sim live`. Throws a `UsageError` with the place of everything that is wrong. */
export async function loadLive(file: string): Promise<LiveConfig> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`, { file });
  }
  return parseLive(text, file);
}

/** Reads the text of a configuration; relative paths in it start at `file`. */
export function parseLive(text: string, file: string): LiveConfig {
  const yaml = parseYaml(text, file);
  const found = contents(yaml);
  if (typeof found !== "object" || found === null || Array.isArray(found)) {
    const what = found === null ? "the file is empty" : `found ${quoted(found)}`;
    throw scenarioError(yaml, [{ path: [], message: `${what}; a live configuration begins with "version: 1"` }]);
  }
  const other = otherKind(found, "live", file);
  if (other !== undefined) throw new UsageError(other, { file });
  const { version } = found as { readonly version?: unknown };
  if (version !== 1)
    throw scenarioError(yaml, [
      { path: ["version"], message: `${quoted(version)} is not known; this program reads 1` },
    ]);
  const { value, parsed } = withParameters(found as Readonly<Record<string, unknown>>, yaml);
  const result = liveFields.safeParse(value);
  if (!result.success) {
    const wrong = fromIssues(result.error.issues, value);
    throw scenarioError(parsed, [...wrong, ...checkTheRest(value, wrong, (rest) => problemsOf(rest, file))]);
  }
  const written = result.data;
  const problems = checkLive(written, file);
  if (problems.length > 0) throw scenarioError(parsed, problems);
  return {
    written,
    name: written.name ?? parse(file).name,
    policy: policySpec(written.policy, file),
    shadow: written.shadow.map((policy) => policySpec(policy, file)),
    folder: resolve(dirname(file)),
    warnings: unitsLacking(liveFields, value, parsed),
    at: (found) => scenarioError(parsed, found),
  };
}

function problemsOf(found: unknown, file: string): Problem[] {
  const read = liveFields.safeParse(found);
  return read.success ? checkParts(read.data, file) : [];
}

/** The contents with the parameters of `parametersFrom` files under those of the policies. */
function withParameters(found: Readonly<Record<string, unknown>>, yaml: Parsed): { value: object; parsed: Parsed } {
  const included: Included[] = [];
  function one(policy: unknown, path: Path): unknown {
    const merged = withParameterFile(policy, path, yaml);
    if (merged.parsed !== undefined) included.push({ base: [...path, "parameters"], parsed: merged.parsed });
    return merged.policy;
  }
  const value: Record<string, unknown> = { ...found };
  if ("policy" in value) value.policy = one(value.policy, ["policy"]);
  if (Array.isArray(value.shadow))
    value.shadow = value.shadow.map((each: unknown, index) => one(each, ["shadow", index]));
  return { value, parsed: { ...yaml, included } };
}
