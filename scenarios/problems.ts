import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import type { z } from "zod";
import { UsageError } from "../policies/usage-error.ts";
import { nearest, suggestion } from "./suggest.ts";
import { quoted } from "./units.ts";

export type Path = readonly (string | number)[];

/** Something wrong at a path of the file; `at` says whether the key or its value is to blame. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly at?: "key" | "value";
}

/** All that is wrong with one file, in its order. The first one leads: its place and message are the error's own. */
export class ScenarioError extends UsageError {
  readonly problems: readonly UsageError[];

  constructor(problems: readonly [UsageError, ...UsageError[]]) {
    super(problems[0].message, problems[0].place);
    this.problems = problems;
  }

  /** One line a problem, at most ten. */
  override describe(): string {
    const shown = this.problems.slice(0, MOST_SHOWN).map((problem) => problem.describe());
    const more = this.problems.length - shown.length;
    return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
  }
}
const MOST_SHOWN = 10;

/** What the positions of problems are read from. */
export interface Parsed {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** Values that came from the command line, in the order given. */
  readonly settings: readonly { readonly path: Path; readonly text: string }[];
}

/** Gives each problem its place in the file, or names the `--set` it came from, and sorts them as the file reads. */
export function scenarioError(parsed: Parsed, problems: readonly Problem[]): ScenarioError {
  const placed = problems.map((problem) => place(parsed, problem));
  placed.sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0));
  const [first = new UsageError("cannot be read", { file: parsed.file }), ...rest] = placed;
  return new ScenarioError([first, ...rest]);
}

function place(parsed: Parsed, { path, message, at }: Problem): UsageError {
  const text = path.length === 0 ? message : `${pathText(path)}: ${message}`;
  const setting = parsed.settings.findLast(({ path: set }) => set.every((key, index) => key === path[index]));
  if (setting !== undefined) return new UsageError(`--set ${setting.text}: ${text}`);
  const offset = offsetOf(parsed.document, path, at ?? "value");
  const { line, col } = parsed.lines.linePos(offset);
  return new UsageError(text, { file: parsed.file, line, column: col });
}

/** `groups.sampler.serves`, `workload[0].poisson.rate`: as `--set` reads it. */
export function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}

/** Where the path is in the text; for what is missing, the key of what it is missing from. */
function offsetOf(document: Document, path: Path, at: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = start(node) ?? 0;
  for (const [index, key] of path.entries()) {
    const last = index === path.length - 1;
    const child = childOf(document, node, key);
    if (child === undefined) return offset;
    offset =
      (last && at === "value" ? start(child.value) : undefined) ?? start(child.key) ?? start(child.value) ?? offset;
    node = child.value;
  }
  return offset;
}

/** The value of a key or index, and the key's node; aliases are followed. */
export function childOf(
  document: Document,
  node: unknown,
  key: string | number,
): { key?: unknown; value: unknown } | undefined {
  const parent = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(parent))
    return typeof key === "number" && key < parent.items.length ? { value: parent.items[key] } : undefined;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(key));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function start(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

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
        message: `unknown key "${key}"${unknownHint(key, issue.message)}`,
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

function unknownHint(key: string, known: string): string {
  return /^[\w, ]+$/.test(known) && !known.startsWith("Unrecognized") ? suggestion(key, known.split(", ")) : "";
}

/** The alternative that was meant: the one whose own type fits what was found. */
function fromUnion(issue: z.core.$ZodIssueInvalidUnion, found: unknown, path: Path): Problem[] {
  const meant = issue.errors.find((errors) =>
    errors.every((error) => error.path.length > 0 || error.code === "unrecognized_keys" || fitsType(error, found)),
  );
  if (meant !== undefined) return fromIssues(meant, found, path);
  if (issue.message !== "Invalid input") return [{ path, message: `${quoted(found)} ${issue.message}` }];
  return fromIssues(issue.errors[0] ?? [], found, path);
}

function fitsType(issue: z.core.$ZodIssue, found: unknown): boolean {
  return issue.code !== "invalid_type" && !(issue.code === "custom" && typeof found === "object");
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
      const near = nearest(String(found), values);
      return `is not ${list(values)}${near === undefined ? "" : `; did you mean "${near}"?`}`;
    }
    case "too_small":
      if (issue.origin === "array") return "is empty; write at least one entry";
      if (issue.origin === "string") return "is empty";
      return `is too small; at least ${issue.inclusive === false ? "above " : ""}${issue.minimum}`.replace(
        "at least above",
        "more than",
      );
    case "too_big":
      return `is too large; at most ${issue.maximum}`;
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

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path)
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return value;
}
