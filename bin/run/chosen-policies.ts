import { basename, resolve } from "node:path";
import { catalogue, didYouMean, UsageError } from "../../policies/index.ts";
import type { PolicySpec, Scenario } from "../../scenarios/index.ts";

const MODULE = /\.[cm]?[jt]s$/;

/** What `--policy` names: a policy of the scenario by its label, a module, or one of the catalogue, with its defaults or as NAME:PRESET. None: all. */
export function chosenPolicies(scenario: Scenario, named: readonly string[]): readonly PolicySpec[] {
  if (named.length === 0) return scenario.policies;
  const policies = [...new Set(named)].map((name) => chosen(scenario, name));
  const labels = policies.map(({ label }) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) < index);
  if (twice !== undefined) throw new UsageError(`two policies are called "${twice}"; give one another file name`);
  return policies;
}

function chosen(scenario: Scenario, name: string): PolicySpec {
  const ofScenario = scenario.policies.find(({ label }) => label === name);
  if (ofScenario !== undefined) return ofScenario;
  const named = namedPolicy(name);
  if (named !== undefined) return named;
  const known = catalogue.map((entry) => entry.name);
  const names = new Set([...scenario.policies.map(({ label }) => label), ...known]);
  throw new UsageError(`--policy ${name}: there is no such policy${didYouMean(name, [...names])}`);
}

/** A module, or a policy of the catalogue as NAME or NAME:PRESET; undefined when it is neither. */
export function namedPolicy(name: string): PolicySpec | undefined {
  if (MODULE.test(name))
    return { label: basename(name).replace(MODULE, ""), policy: { file: resolve(name) }, parameters: {} };
  const [entry = "", preset] = name.split(":");
  if (!catalogue.some((known) => known.name === entry)) return undefined;
  return { label: name, policy: { name: entry }, parameters: preset === undefined ? {} : { preset } };
}
