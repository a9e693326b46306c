import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type Json, mergedParameters } from "../policies/index.ts";
import { UsageError } from "../policies/usage-error.ts";
import type { Path } from "./path.ts";
import { type Included, type Parsed, scenarioError } from "./problems.ts";
import { contents, parseYaml } from "./read-yaml.ts";
import { quoted } from "./units.ts";

type JsonMap = { readonly [key: string]: Json };

/**
 * The contents with the parameters of `parametersFrom` files under those written in the scenario, and the files, so that an error
 * can point into them. What is not of the right form stays as it is: the schema says so.
 */
export function withParameterFiles(
  found: unknown,
  scenario: Parsed,
): { readonly found: unknown; readonly included: readonly Included[] } {
  const { policies } = found as { policies?: unknown };
  if (!Array.isArray(policies)) return { found, included: [] };
  const included: Included[] = [];
  const read = policies.map((policy: unknown, index) => {
    const path = ["policies", index];
    const merged = withParameterFile(policy, path, scenario);
    if (merged.parsed !== undefined) included.push({ base: [...path, "parameters"], parsed: merged.parsed });
    return merged.policy;
  });
  return { found: { ...(found as object), policies: read }, included };
}

/** One policy, at `path` of the file, with the parameters of its file under its own, and that file. */
export function withParameterFile(
  policy: unknown,
  path: Path,
  written: Parsed,
): { readonly policy: unknown; readonly parsed?: Parsed } {
  const { parametersFrom, parameters: own = {} } = isMap(policy) ? policy : {};
  if (!isMap(policy) || typeof parametersFrom !== "string" || !isMap(own)) return { policy };
  try {
    const { parsed, parameters } = readParameters(resolve(dirname(written.file), parametersFrom));
    return { policy: { ...policy, parameters: mergedParameters(parameters, own) }, parsed };
  } catch (error) {
    if (!(error instanceof UsageError) || error.place.line !== undefined) throw error;
    throw scenarioError(written, [{ path: [...path, "parametersFrom"], message: error.message }]);
  }
}

/** A file of parameters by name. Throws `UsageError`, with a line where there is one. */
export function readParameters(path: string): { readonly parsed: Parsed; readonly parameters: JsonMap } {
  const file = relative(".", path);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(code === "ENOENT" ? `there is no file ${file}` : `${file} cannot be read (${code})`);
  }
  const parsed = parseYaml(text, file);
  const parameters = contents(parsed);
  if (isMap(parameters)) return { parsed, parameters };
  const held = parameters === null ? "is empty" : `holds ${quoted(parameters)}`;
  throw new UsageError(`${file} ${held}; expected parameters by name`);
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
