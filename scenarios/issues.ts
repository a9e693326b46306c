import type { z } from "zod";
import { closest, didYouMean } from "../policies/index.ts";
import { type Path, valueAt } from "./path.ts";
import type { Problem } from "./problems.ts";
import { quoted } from "./units.ts";

/** What zod found, in this project's words. `root` is what was parsed. */
export function fromIssues(issues: readonly z.core.$ZodIssue[], root: unknown, base: Path = []): Problem[] {
  return issues.flatMap((issue) => fromIssue(issue, root, base));
}

function fromIssue(issue: z.core.$ZodIssue, root: unknown, base: Path): Problem[] {
  const local = issue.path as Path;
  const path = [...base, ...local];
  const found = valueAt(root, local);
  switch (issue.code) {
    case "unrecognized_keys":
      // The message is the list of known keys: see `strict`.
      return issue.keys.map((key) => ({
        path: [...path, key],
        at: "key",
        unknown: { meant: closest(key, issue.message.split(", ")) },
        message: `unknown key "${key}"${didYouMean(key, issue.message.split(", "))}`,
      }));
    case "invalid_union":
      return fromUnion(issue, found, path);
    case "invalid_key":
      return [
        {
          path,
          at: "key",
          message: `${quoted(path.at(-1))} cannot be used as a name; ${issue.issues[0]?.message ?? ""}`,
        },
      ];
    case "custom":
      return [{ path, message: issue.message }];
    default:
      return [
        {
          path,
          message: found === undefined ? `is missing; ${allowed(issue)}` : `${quoted(found)} ${wrong(issue, found)}`,
        },
      ];
  }
}

/** The alternative that was meant: the one whose own type fits what was found. */
function fromUnion(issue: z.core.$ZodIssueInvalidUnion, found: unknown, path: Path): Problem[] {
  const meant = issue.errors.find((errors) =>
    errors.every((error) => error.path.length > 0 || error.code === "unrecognized_keys" || isOfThisType(error)),
  );
  return fromIssues(meant ?? issue.errors[0] ?? [], found, path);
}

function isOfThisType(issue: z.core.$ZodIssue): boolean {
  return issue.code !== "invalid_type" && !(issue.code === "custom" && issue.params?.wrongType === true);
}

/** What would do. */
function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `write ${TYPES[issue.expected] ?? `a ${issue.expected}`}`;
    case "invalid_value":
      return `write ${list(issue.values.map(String))}`;
    default:
      return issue.message;
  }
}

function wrong(issue: z.core.$ZodIssue, found: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `is not ${TYPES[issue.expected] ?? `a ${issue.expected}`}`;
    case "invalid_value": {
      const values = issue.values.map(String);
      const near = closest(String(found), values);
      return `is not ${list(values)}${near === undefined ? "" : `; did you mean "${near}"?`}`;
    }
    case "too_small":
      if (issue.origin === "array") return "is empty; write at least one entry";
      if (issue.origin === "string") return "is empty";
      return `is too small; write ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}`;
    case "too_big":
      return `is too large; write at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function list(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
