import { catalogue, didYouMean, fieldsAt } from "../policies/index.ts";
import type { Json } from "../policies/policy.ts";
import { servedQueues } from "./check-plant.ts";
import { checkNames, refusals } from "./check-policies.ts";
import { withUnits } from "./parameters.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { parametersOf } from "./resolve.ts";
import { governed } from "./resolve-controllers.ts";
import type { ScenarioFile } from "./schema.ts";

/** Parameters that controllers have of their own: each must be one of a compared policy, and suit it. */
export function checkOwnParameters(read: ScenarioFile): Problem[] {
  const policies = read.policies.flatMap((written) => {
    const { policy, parameters } =
      typeof written === "string"
        ? { policy: written, parameters: {} }
        : { policy: written.policy, parameters: parametersOf(written) };
    const entry = catalogue.find(({ name }) => name === policy);
    return entry === undefined ? [] : [{ entry, parameters: withUnits(parameters, entry.parameters) }];
  });
  const queues = servedQueues(read.groups);
  return Object.entries(read.controllers ?? {}).flatMap(([name, controller]) => {
    const path: Path = ["controllers", name, "parameters"];
    const own = controller.parameters as { readonly [key: string]: Json };
    const problems = policies.flatMap(({ entry, parameters }) => {
      const given = withUnits(pick(own, ["preset", "wrap", ...fieldsAt(entry.parameters, [])]), entry.parameters);
      const refused = refusals(path, entry, parameters, given);
      if (refused.length > 0) return refusals(path, entry, parameters, {}).length === 0 ? refused : [];
      return checkNames(path, given, { groups: governed(controller, read.groups), queues });
    });
    // A module of one's own is not read here; it may know more names.
    if (policies.length < read.policies.length) return firstOfEach(problems);
    const known = policies.flatMap(({ entry }) => fieldsAt(entry.parameters, []));
    return [...checkKnown(path, own, known), ...firstOfEach(problems)];
  });
}

function checkKnown(path: Path, own: object, known: readonly string[]): Problem[] {
  return Object.keys(own)
    .filter((key) => key !== "preset" && key !== "wrap" && !known.includes(key))
    .map((key) => ({
      path: [...path, key],
      at: "key" as const,
      message: `no compared policy has a parameter "${key}"${didYouMean(key, known)}`,
    }));
}

function pick(own: { readonly [key: string]: Json }, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(own).filter(([key]) => names.includes(key)));
}

/** Presets of one policy share its parameters: what is wrong for both is said once. */
function firstOfEach(problems: readonly Problem[]): Problem[] {
  const places = problems.map(({ path }) => JSON.stringify(path));
  return problems.filter((_, index) => places.indexOf(places[index] ?? "") === index);
}
