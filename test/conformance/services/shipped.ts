import { fileURLToPath } from "node:url";
import { bind, type Json, mergedParameters, type Policy } from "../../../policies/index.ts";
import { serviceRules } from "../../../policies/service-rules.ts";
import { readParameters, withUnits } from "../../../scenarios/index.ts";

type JsonMap = { readonly [key: string]: Json };

/** The vectors are put to the shipped tables, not to a copy of them. */
const file = fileURLToPath(new URL("../../../scenarios/parameters/service-rules.yaml", import.meta.url));
const shipped = withUnits(readParameters(file).parameters, serviceRules.parameters) as JsonMap;

/** The service rules with the shipped parameters, and these merged over them. */
export function boundWith(parameters: JsonMap): Policy {
  return bind("service-rules", mergedParameters(shipped, parameters));
}

/** The rules for one of the shipped services alone, with some of its parameters replaced. */
export function boundAlone(service: string, replaced: JsonMap): Policy {
  const { [service]: whole } = shipped.services as Readonly<Record<string, JsonMap>>;
  return bind("service-rules", { services: { [service]: { ...whole, ...replaced } } });
}
