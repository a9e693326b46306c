import { z } from "zod";
import { UsageError } from "../policies/usage-error.ts";
import type { Distribution } from "./scenario.ts";
import { duration, type Unit } from "./unit-kinds.ts";
import { quoted, readUnit } from "./units.ts";

/** An object that refuses unknown keys. The message of that refusal lists the known ones: the error report picks the nearest. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(", ") : undefined),
  });
}

/** A text that something else can read; its `UsageError` is the problem. */
export function parsed<Read>(read: (text: string) => Read) {
  return z.string().transform((text, context): Read => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      context.issues.push({ code: "custom", input: text, message: error.message });
      return z.NEVER;
    }
  });
}

/** A number with a unit. `above: 0` refuses zero. */
export function quantity(unit: Unit, above?: 0) {
  const title = `${unit.what}; a plain number counts ${unit.plain}`;
  return z
    .unknown()
    .meta({ title, type: ["string", "number"], pattern: unit.pattern, examples: [...unit.examples] })
    .transform((value, context): number => {
      try {
        const read = readUnit(unit, value);
        if (above === undefined || read > above) return read;
        context.issues.push({ code: "custom", input: value, message: `${quoted(value)} is not more than 0` });
      } catch (error) {
        const wrongType = typeof value !== "string" && typeof value !== "number";
        context.issues.push({ code: "custom", input: value, message: (error as Error).message, params: { wrongType } });
      }
      return z.NEVER;
    });
}

/** Names of nodes, queues, groups and sources: safe as keys, in file names and in `--set` paths. */
export const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, { error: "a name is a letter, then letters, digits, _ or -" });

/** Exactly one of the keys says of which kind the thing is. */
export function exactlyOne(kinds: readonly string[], where: string) {
  return (context: z.core.ParsePayload<Record<string, unknown>>) => {
    const found = kinds.filter((kind) => context.value[kind] !== undefined);
    const misspelt = context.issues.some(({ code }) => code === "unrecognized_keys");
    if (found.length === 1 || (found.length === 0 && misspelt)) return;
    const message =
      found.length === 0
        ? `${where} needs one of ${kinds.join(", ")}`
        : `${where} has ${found.join(" and ")}; only one of ${kinds.join(", ")} is allowed`;
    context.issues.push({ code: "custom", input: context.value, message });
  };
}

const moments = (kind: string) =>
  strict({
    mean: quantity(duration, 0).describe("Mean. A duration."),
    cv: z
      .number()
      .positive()
      .describe("Standard deviation over the mean: 0.3 is steady, 1 as random as exponential, 3 bursty."),
  }).describe(`${kind} distribution by its mean and coefficient of variation.`);

const kinds = strict({
  constant: quantity(duration).describe("Always the same. A duration.").optional(),
  exponential: strict({ mean: quantity(duration, 0).describe("Mean. A duration.") })
    .describe("Exponential distribution.")
    .optional(),
  uniform: strict({
    low: quantity(duration).describe("Smallest value. A duration."),
    high: quantity(duration, 0).describe("Largest value. A duration."),
  })
    .describe("Every value between two bounds is equally likely.")
    .optional(),
  lognormal: moments("Lognormal").optional(),
  gamma: moments("Gamma").optional(),
  weibull: moments("Weibull").optional(),
  empirical: z
    .array(quantity(duration))
    .min(1)
    .describe("Measured values, drawn with equal chance. Durations.")
    .optional(),
}).check(
  exactlyOne(["constant", "exponential", "uniform", "lognormal", "gamma", "weibull", "empirical"], "a distribution"),
);

/** A random duration: `90s` for a constant one, or `{ lognormal: { mean: 7m, cv: 0.3 } }`. */
export const distribution = z
  .union([quantity(duration), kinds])
  .meta({ examples: ["90s", { lognormal: { mean: "7m", cv: 0.3 } }] })
  .transform((value, context): Distribution => {
    if (typeof value === "number") return { kind: "constant", value };
    const { uniform } = value;
    if (uniform !== undefined && uniform.low > uniform.high) {
      context.issues.push({ code: "custom", input: value, path: ["uniform", "low"], message: "low is more than high" });
      return z.NEVER;
    }
    return toDistribution(value);
  });

function toDistribution(value: z.output<typeof kinds>): Distribution {
  if (value.exponential !== undefined) return { kind: "exponential", mean: value.exponential.mean };
  if (value.uniform !== undefined) return { kind: "uniform", ...value.uniform };
  if (value.lognormal !== undefined) return { kind: "lognormal", ...value.lognormal };
  if (value.gamma !== undefined) return { kind: "gamma", ...value.gamma };
  if (value.weibull !== undefined) return { kind: "weibull", ...value.weibull };
  if (value.empirical !== undefined) return { kind: "empirical", values: value.empirical };
  return { kind: "constant", value: value.constant ?? 0 };
}
