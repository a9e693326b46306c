import { bind, catalogue, type Json } from "../../../policies/index.ts";
import { type Asked, properties, type Subject } from "../../../sim/check/index.ts";

/** A policy of the catalogue. */
export function subjectFor(name: string, parameters: Json = {}): Subject {
  const entry = catalogue.find((each) => each.name === name);
  return {
    spec: { label: name, policy: { name }, parameters },
    make: (given, own) => bind(name, given, own),
    ...(entry && { entry }),
  };
}

/** Properties by name, with their usual parameters or others. */
export function askedFor(...names: readonly (string | readonly [string, Json])[]): Asked[] {
  return names.map((each) => {
    const [name, parameters] = typeof each === "string" ? [each, {}] : each;
    const property = properties.find((one) => one.name === name);
    if (property === undefined) throw new Error(`there is no property ${name}`);
    return { property, parameters: property.parameters.parse(parameters) };
  });
}
