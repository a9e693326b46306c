import { z } from "zod";
import type { Json } from "../../policies/index.ts";

/** What is known of one parameter of a policy, from its schema alone. */
export interface ParameterRow {
  /** Where it is written: `gpu.minimumFreeMemory`, `windows[].from`, `counts.*`. */
  readonly path: string;
  readonly type: string;
  readonly default?: Json;
  /** "seconds", "bytes" or "fraction of 1", where its description says so. */
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The bounds themselves are not allowed. */
  readonly exclusive?: "minimum" | "maximum";
  readonly choices?: readonly Json[];
  /** Where a search would look: as the policy says, the choices, the bounds, or from a quarter of the default to four times as much. */
  readonly search?: readonly Json[];
  readonly description: string;
}

/** Parameters of a policy or wrapper, with those inside them. */
export function parameterRows(parameters: z.ZodType): ParameterRow[] {
  return rowsOf(z.toJSONSchema(parameters, { io: "input", unrepresentable: "any" }) as Shape, "");
}

/** The part of JSON Schema that parameters are written in. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly search?: readonly Json[];
  readonly default?: Json;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
}

function rowsOf(shape: Shape, path: string): ParameterRow[] {
  const forms = formsOf(shape);
  return forms.flatMap((form) => [
    ...Object.entries(form.properties ?? {}).flatMap(([name, inner]) => {
      const here = path === "" ? name : `${path}.${name}`;
      return [rowOf(inner, here), ...rowsOf(inner, here)];
    }),
    ...(typeof form.items === "object" ? rowsOf(form.items, `${path}[]`) : []),
    ...(typeof form.additionalProperties === "object" ? rowsOf(form.additionalProperties, `${path}.*`) : []),
  ]);
}

function formsOf(shape: Shape): readonly Shape[] {
  return (shape.anyOf ?? shape.oneOf)?.flatMap(formsOf) ?? [shape];
}

function rowOf(shape: Shape, path: string): ParameterRow {
  const forms = formsOf(shape);
  const number = forms.find(({ type }) => type === "number" || type === "integer") ?? {};
  const description = shape.description ?? "";
  const choices = forms.flatMap((form) => form.enum ?? (form.const === undefined ? [] : [form.const]));
  const minimum = number.exclusiveMinimum ?? number.minimum;
  const maximum = number.exclusiveMaximum ?? number.maximum;
  const row: ParameterRow = {
    path,
    type: [...new Set(forms.map(typeOf))].join(" or "),
    ...(shape.default === undefined ? {} : { default: shape.default }),
    ...unitOf(description),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
    ...(number.exclusiveMinimum !== undefined ? { exclusive: "minimum" as const } : {}),
    ...(number.exclusiveMaximum !== undefined ? { exclusive: "maximum" as const } : {}),
    ...(choices.length === 0 ? {} : { choices }),
    description,
  };
  const search = shape.search ?? searchOf(row, number.type === "integer");
  return search === undefined ? row : { ...row, search };
}

function typeOf({ type, enum: choices, const: only }: Shape): string {
  if (choices !== undefined || only !== undefined) return "choice";
  if (type === "integer") return "whole number";
  if (type === "object") return "map";
  if (type === "array") return "list";
  if (type === "string") return "text";
  return type === "boolean" ? "true or false" : (type ?? "anything");
}

/** By the words every description of a quantity uses. */
function unitOf(description: string): { unit?: string } {
  const found = /\b(seconds|bytes)\b|\bfraction of 1\b/i.exec(description)?.[0];
  return found === undefined ? {} : { unit: found.toLowerCase() };
}

function searchOf({ type, choices, minimum, maximum, exclusive, default: base }: ParameterRow, whole: boolean) {
  if (choices !== undefined) return choices;
  if (type === "true or false") return [false, true];
  if (minimum !== undefined && maximum !== undefined && exclusive === undefined) return [minimum, maximum];
  if (typeof base !== "number" || base === 0) return undefined;
  const low = Math.max(minimum ?? Number.NEGATIVE_INFINITY, base / 4);
  const high = Math.min(maximum ?? Number.POSITIVE_INFINITY, base * 4);
  if (!whole) return [low, high];
  const least = Math.floor(low);
  return [exclusive === "minimum" && least === minimum ? least + 1 : least, Math.ceil(high)];
}

/** What is allowed, in words; empty where there is no bound. */
export function rangeOf({ minimum, maximum, exclusive }: ParameterRow): string {
  const low = minimum === undefined ? "" : `${exclusive === "minimum" ? "more than" : "at least"} ${minimum}`;
  const high = maximum === undefined ? "" : `${exclusive === "maximum" ? "less than" : "at most"} ${maximum}`;
  return [low, high].filter((part) => part !== "").join(", ");
}
