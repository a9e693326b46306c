import { z } from "zod";
import { wrappers } from "../policies/index.ts";
import type { Json } from "../policies/policy.ts";
import { duration, fraction, isPlainNumber, memory, type Unit } from "./unit-kinds.ts";
import { quantityOf } from "./units.ts";

/**
 * A policy's parameters with `20GiB`, `120s`, `50%`, `2/s` and `$3/h` turned into SI numbers, only where the policy's schema
 * takes a number and no text. Everything else stays as written, for the policy's own schema to judge.
 */
export function withUnits(parameters: Json, schema: z.ZodType): Json {
  const own = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
  return converted(parameters, { ...own, properties: { ...own.properties, wrap: wrapShape } });
}

/** A list of wrappers, each by name or with its parameters; in the words of JSON Schema. */
export const wrapFields = z
  .array(
    z.union([
      z.enum(wrappers.map(({ name }) => name)),
      ...wrappers.map(({ name, summary, parameters }) => z.strictObject({ [name]: parameters }).describe(summary)),
    ]),
  )
  .describe("Wrappers around the policy, the first innermost. Default: none.");
const wrapShape = z.toJSONSchema(wrapFields, { io: "input", unrepresentable: "any" }) as Shape;

/** The part of JSON Schema that leads to the numbers. */
interface Shape {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

function converted(value: Json, shape: Shape): Json {
  const shapes = [shape, ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])];
  if (typeof value === "string") {
    const types = shapes.flatMap(({ type }) => type ?? []);
    const takesNumber = types.includes("number") || types.includes("integer");
    return takesNumber && !types.includes("string") ? (numberOf(value, shape.description) ?? value) : value;
  }
  if (Array.isArray(value)) {
    const items = shapes.find((each) => typeof each.items === "object")?.items as Shape | undefined;
    return items === undefined ? value : value.map((each: Json) => converted(each, items));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, converted(inner, shapeOf(shapes, key))]));
}

/** In the unit that the description tells, or in any where it tells none: `5GiB` is no duration. */
function numberOf(text: string, description = ""): number | undefined {
  if (isPlainNumber(text)) return undefined;
  const told = /\b(seconds|bytes)\b|\b(?:fraction of|share of)\b/i.exec(description)?.[0].toLowerCase();
  return told === undefined ? quantityOf(text) : UNITS[told]?.parse(text.trim());
}

const UNITS: Readonly<Record<string, Unit>> = {
  seconds: duration,
  bytes: memory,
  "fraction of": fraction,
  "share of": fraction,
};

function shapeOf(shapes: readonly Shape[], key: string): Shape {
  const owner = shapes.find(({ properties }) => properties !== undefined && Object.hasOwn(properties, key));
  const rest = shapes.find(
    ({ additionalProperties }) => typeof additionalProperties === "object",
  )?.additionalProperties;
  return owner?.properties?.[key] ?? (typeof rest === "object" ? rest : {});
}
