import { ParameterError, parameterError } from "../parameter-error.ts";
import type { Json, Policy } from "../policy.ts";
import { didYouMean } from "../suggest.ts";
import { wrappers } from "./catalogue.ts";
import { wrap } from "./wrapper.ts";

/**
 * The policy with the wrappers of a list around it, the first innermost: `[{ cooled: { down: 300 } }, "bounded"]`. Throws a
 * `ParameterError` whose path begins with `wrap`.
 */
export function applied(policy: Policy, list: Json | undefined): Policy {
  if (list === undefined || list === null) return policy;
  if (!Array.isArray(list)) {
    throw new ParameterError('"wrap" must be a list of wrappers, such as [{ cooled: { down: 300 } }]', ["wrap"]);
  }
  return (list as readonly Json[]).reduce((inside, written, index) => around(inside, written, ["wrap", index]), policy);
}

function around(policy: Policy, written: Json, path: readonly (string | number)[]): Policy {
  const [name, given, ...more] = typeof written === "string" ? [written, {}] : only(written);
  const names = wrappers.map((each) => each.name);
  if (name === undefined || more.length > 0) {
    throw new ParameterError(`a wrapper is written as NAME or { NAME: parameters }${didYouMean("", names)}`, path);
  }
  const wrapper = wrappers.find((each) => each.name === name);
  if (wrapper === undefined) {
    throw new ParameterError(`there is no wrapper "${name}"${didYouMean(name, names)}`, [...path, name]);
  }
  const parsed = wrapper.parameters.safeParse(given ?? {});
  if (parsed.success) return wrap(policy, wrapper, parsed.data as { readonly [key: string]: Json });
  const error = parameterError(`wrapper "${name}"`, parsed.error.issues, wrapper, given);
  throw new ParameterError(error.message, [...path, name, ...error.path]);
}

/** The name and the parameters, and what else there is beside them. */
function only(written: Json): [name?: string, parameters?: Json, ...more: unknown[]] {
  if (typeof written !== "object" || written === null || Array.isArray(written)) return [];
  const [first, ...more] = Object.entries(written as { readonly [key: string]: Json });
  return first === undefined ? [] : [...first, ...more];
}
