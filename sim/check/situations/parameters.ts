import { z } from "zod";
import type { Json } from "../../../policies/policy.ts";
import { fc } from "../fast-check.ts";
import { mostly } from "./round.ts";

/**
 * Parameters within a policy's schema: most as they are by default, the others anywhere in their usual range. Simpler are those with
 * fewer changed. What the schema refuses as a whole is for the caller to leave out.
 */
export function parametersWithin(schema: z.ZodType): fc.Arbitrary<Json> {
  return valueWithin(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape) ?? fc.constant({});
}

/** The part of JSON Schema that leads to values; `search` is ours. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly anyOf?: readonly Shape[];
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly search?: readonly [number, number];
}

/** Undefined where there is nothing to choose from: names, lists and maps stay as they are. */
function valueWithin(shape: Shape): fc.Arbitrary<Json> | undefined {
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum);
  if (shape.anyOf !== undefined) {
    const some = shape.anyOf.flatMap((each) => valueWithin(each) ?? []);
    return some.length === 0 ? undefined : fc.oneof(...some);
  }
  switch (shape.type) {
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "integer":
    case "number":
      return numberOf(shape);
    case "object":
      return shape.properties === undefined ? undefined : objectOf(shape.properties);
    default:
      return undefined;
  }
}

function objectOf(properties: NonNullable<Shape["properties"]>): fc.Arbitrary<Json> {
  const fields: Record<string, fc.Arbitrary<Json | undefined>> = {};
  for (const [name, shape] of Object.entries(properties)) {
    const value = valueWithin(shape);
    if (value !== undefined) fields[name] = mostly(4, undefined, value);
  }
  return fc
    .record(fields)
    .map((chosen) => Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Json);
}

/** In eighths of its usual range; without one from nothing to four times its default. */
function numberOf({ type, minimum, exclusiveMinimum, maximum, search, default: usual }: Shape): fc.Arbitrary<Json> {
  const base = typeof usual === "number" && usual > 0 ? usual : 1;
  const low = search?.[0] ?? minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + base / 8);
  const high = search?.[1] ?? Math.min(maximum ?? Number.POSITIVE_INFINITY, Math.max(low, 4 * base));
  return fc.integer({ min: 0, max: 8 }).map((part) => {
    const value = low + ((high - low) * part) / 8;
    return type === "integer" ? Math.round(value) : Number(value.toPrecision(3));
  });
}

/** So many of them, always the same. */
export function sampleParameters(schema: z.ZodType, count: number): Json[] {
  return fc.sample(parametersWithin(schema), { numRuns: count, seed: 1 });
}
