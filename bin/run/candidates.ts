import { relative } from "node:path";
import { z } from "zod";
import { bind, bindModule, catalogue, type Json, UsageError } from "../../policies/index.ts";
import { type PolicySpec, type Scenario, withUnits } from "../../scenarios/index.ts";
import type { Candidate } from "../../sim/index.ts";
import { importPolicy } from "./policy-module.ts";

/** The scenario's policies, ready to run. Each is bound once here, so that a bad parameter shows before any run. */
export async function candidatesOf(scenario: Scenario): Promise<Candidate[]> {
  const candidates = await Promise.all(scenario.policies.map(candidateOf));
  for (const { create } of candidates) {
    create();
    for (const { parameters } of scenario.controllers ?? []) create(parameters);
  }
  return candidates;
}

/** One policy, ready to be made. */
export async function candidateOf({ label, policy, parameters }: PolicySpec): Promise<Candidate> {
  if ("name" in policy) {
    const { name } = policy;
    const reasons = catalogue.find((entry) => entry.name === name)?.reasons ?? {};
    return { label, create: (own) => bind(name, parameters, own), reasons };
  }
  const file = relative(".", policy.file);
  const exported = await importPolicy(policy.file);
  const given = withModuleUnits(parameters, exported);
  return {
    label,
    reasons: reasonsOf(exported),
    create: (own = {}) => {
      try {
        return bindModule(exported, given, file, withModuleUnits(own, exported));
      } catch (error) {
        throw error instanceof UsageError ? error : new UsageError(`cannot make its policy: ${error}`, { file });
      }
    },
  };
}

/** What a module made with `define` says its codes mean; a plain policy has no place for it. */
function reasonsOf(exported: unknown): Readonly<Record<string, string>> {
  const { reasons } = (exported ?? {}) as { readonly reasons?: unknown };
  if (typeof reasons !== "object" || reasons === null) return {};
  return Object.fromEntries(Object.entries(reasons).filter(([, meaning]) => typeof meaning === "string"));
}

/** `20GiB` and `120s` are read in a module's parameters as they are in the catalogue's, where the module has a schema. */
function withModuleUnits(parameters: Json, exported: unknown): Json {
  const schema = typeof exported === "object" && exported !== null && "parameters" in exported && exported.parameters;
  return schema instanceof z.ZodType ? withUnits(parameters, schema) : parameters;
}
