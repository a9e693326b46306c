import { z } from "zod";
import { catalogue, type Entry } from "../policies/index.ts";
import { wrapFields } from "./parameters.ts";
import { scenarioFields } from "./schema.ts";

export type Schema = { [key: string]: unknown };

/** JSON Schema (draft 7, which editors know) of scenario files, with the parameters of every policy in the catalogue. */
export function scenarioJsonSchema(): Schema {
  const schema = z.toJSONSchema(scenarioFields, { io: "input", target: "draft-7" }) as Schema;
  const policies = (schema.properties as Record<string, Schema>).policies ?? {};
  return {
    ...schema,
    title: "disfun-sim scenario",
    definitions: { ...(schema.definitions as Schema), ...policyDefinitions },
    properties: {
      ...(schema.properties as Schema),
      policies: { ...policies, items: policyItems(policies.items as Schema) },
    },
  };
}

/** What `policyItems` refers to. */
export const policyDefinitions: Schema = { wrap: written(wrapFields) };

/** Instead of any name and any parameters: those of the catalogue, and modules. */
export function policyItems(items: Schema): Schema {
  const [shorthand, written] = items.anyOf as [Schema, Schema];
  const {
    policy: _,
    file,
    name,
    parametersFrom,
    parameters,
    wrap: { description = "" } = {},
  } = written.properties as Record<string, Schema>;
  const one = (own: Schema, required: string) => ({
    type: "object",
    properties: {
      ...own,
      name,
      parametersFrom,
      parameters: own.parameters ?? parameters,
      wrap: { description, allOf: [{ $ref: "#/definitions/wrap" }] },
    },
    required: [required],
    additionalProperties: false,
  });
  return {
    anyOf: [
      { ...shorthand, enum: catalogue.map(({ name }) => name) },
      ...catalogue.map((entry) =>
        one({ policy: { const: entry.name, description: entry.summary }, parameters: parametersOf(entry) }, "policy"),
      ),
      one({ file: file ?? {} }, "file"),
    ],
  };
}

function parametersOf({ parameters, presets }: Entry): Schema {
  const shape = written(parameters);
  if (presets === undefined) return shape;
  const preset = {
    enum: Object.keys(presets),
    description: Object.entries(presets)
      .map(([name, { summary }]) => `${name}: ${summary}`)
      .join(" "),
  };
  return { ...shape, properties: { preset, ...(shape.properties as Schema) } };
}

function written(parameters: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(parameters, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
  });
  return forEditors(schema) as Schema;
}

/** Where a search would look is nothing that editors know. The loader reads `20GiB` and `120s` where a policy takes a number that need not be whole. */
function forEditors(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forEditors);
  if (typeof schema !== "object" || schema === null) return schema;
  const known = Object.entries(schema).filter(([key, value]) => key !== "search" || !Array.isArray(value));
  const entries = known.map(([key, value]) => [key, forEditors(value)]);
  const copy = Object.fromEntries(entries);
  return copy.type === "number" ? { ...copy, type: ["number", "string"] } : copy;
}
