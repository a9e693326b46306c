import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import { UsageError } from "../policies/index.ts";
import { type Path, pathText } from "./path.ts";
import type { Setting } from "./set.ts";

/** Something wrong at a path of the file; `at` says whether the key or its value is to blame. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly at?: "key" | "value";
  /** Set where a key is not known: the one that was probably meant. */
  readonly unknown?: { readonly meant?: string | undefined };
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
  readonly settings: readonly Setting[];
  /** Other files whose contents stand at a path of this one. */
  readonly included: readonly Included[];
}

export interface Included {
  readonly base: Path;
  readonly parsed: Parsed;
}

/** Gives each problem its place in the file, or names the `--set` it came from, and sorts them as the file reads. */
export function scenarioError(parsed: Parsed, problems: readonly Problem[]): ScenarioError {
  const placed = problems.map((problem) => place(parsed, problem));
  placed.sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0));
  const [first = new UsageError("cannot be read", { file: parsed.file }), ...rest] = placed;
  return new ScenarioError([first, ...rest]);
}

function place(parsed: Parsed, { path, message, at }: Problem): UsageError {
  const setting = parsed.settings.findLast(({ made }) => made.every((key, index) => key === path[index]));
  const isSaid = path.length === 0 || path.length === setting?.path.length;
  const text = isSaid ? message : `${pathText(path)}: ${message}`;
  if (setting !== undefined) return new UsageError(`--set ${setting.text}: ${text}`);
  const other = parsed.included.find(({ base }) => base.every((key, index) => key === path[index]));
  if (other !== undefined && !holds(parsed.document, path)) {
    return place(other.parsed, { path: path.slice(other.base.length), message, ...(at === undefined ? {} : { at }) });
  }
  const offset = offsetOf(parsed.document, path, at ?? "value");
  const { line, col } = parsed.lines.linePos(offset);
  return new UsageError(text, { file: parsed.file, line, column: col });
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

function holds(document: Document, path: Path): boolean {
  let node: unknown = document.contents;
  for (const key of path) {
    const child = childOf(document, node, key);
    if (child === undefined) return false;
    node = child.value;
  }
  return true;
}

/** The value of a key or index, and the key's node; aliases are followed. */
function childOf(
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
