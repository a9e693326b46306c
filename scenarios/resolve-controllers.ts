import { catalogue, fieldsAt } from "../policies/index.ts";
import type { Json } from "../policies/policy.ts";
import { definite } from "./definite.ts";
import { withUnits } from "./parameters.ts";
import type { Check, ControllerSpec } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

type ControllerFile = NonNullable<ScenarioFile["controllers"]>[string];

export function controllers(read: ScenarioFile): ControllerSpec[] | undefined {
  if (read.controllers === undefined) return undefined;
  return Object.entries(read.controllers).map(([name, written]) => {
    const { node, takes, heartbeats } = written;
    return definite({
      name,
      groups: governed(written, read.groups),
      check: checkOf(written.check ?? read.check),
      node,
      takes,
      heartbeats,
      parameters: withKnownUnits(written.parameters as Json, read),
    });
  });
}

export function checkOf(read: ScenarioFile["check"]): Check {
  if (read === "onChange") return { phase: 0, onChange: true };
  if (typeof read === "number") return { period: read, phase: 0 };
  return definite({ period: read.period, phase: read.phase, onChange: read.onChange ? (true as const) : undefined });
}

/** Names of the groups a controller decides on. */
export function governed({ groups, node }: ControllerFile, all: ScenarioFile["groups"]): string[] {
  if (groups !== undefined) return [groups].flat();
  return Object.keys(all).filter((name) => node === undefined || all[name]?.node === node);
}

/** Units are read as the first compared policy of the catalogue means them that has a parameter of that name. */
function withKnownUnits(parameters: Json, read: ScenarioFile): Json {
  const schemas = read.policies.flatMap((written) => {
    const name = typeof written === "string" ? written : written.policy;
    return catalogue.find((entry) => entry.name === name)?.parameters ?? [];
  });
  return Object.fromEntries(
    Object.entries(parameters ?? {}).map(([key, value]) => {
      // Wrappers are the same around every policy.
      const schema = key === "wrap" ? schemas[0] : schemas.find((each) => fieldsAt(each, []).includes(key));
      return [
        key,
        schema === undefined ? value : (withUnits({ [key]: value }, schema) as { [key: string]: Json })[key],
      ];
    }),
  ) as Json;
}
