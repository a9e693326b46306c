import { basename } from "node:path";
import type { z } from "zod";
import { UsageError } from "../policies/usage-error.ts";
import { fromIssues } from "./issues.ts";
import { type Parsed, scenarioError } from "./problems.ts";
import { whereUnitsLack } from "./units.ts";

/** A line for each number that lacks its unit, with its place in the file, whose folder is no part of a result. */
export function unitsLacking(fields: z.ZodType, found: unknown, parsed: Parsed): string[] {
  const result = whereUnitsLack(() => fields.safeParse(found));
  if (result.success) return [];
  return scenarioError(parsed, fromIssues(result.error.issues, found)).problems.map(({ message, place }) => {
    const { file, ...position } = place;
    return new UsageError(message, { ...(file === undefined ? {} : { file: basename(file) }), ...position }).describe();
  });
}
