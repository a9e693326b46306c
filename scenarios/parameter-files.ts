import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { type Json, mergedParameters } from "../policies/index.ts";
import { UsageError } from "../policies/usage-error.ts";
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
    const { parametersFrom, parameters: own = {} } = isMap(policy) ? policy : {};
    if (!isMap(policy) || typeof parametersFrom !== "string" || !isMap(own)) return policy;
    const path = ["policies", index];
    try {
      const { parsed, parameters } = readParameters(resolve(dirname(scenario.file), parametersFrom));
      included.push({ base: [...path, "parameters"], parsed });
      return { ...policy, parameters: mergedParameters(parameters, own) };
    } catch (error) {
      if (!(error instanceof UsageError) || error.place.line !== undefined) throw error;
      throw scenarioError(scenario, [{ path: [...path, "parametersFrom"], message: error.message }]);
    }
  });
  return { found: { ...(found as object), policies: read }, included };
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
