import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parse, type YAMLMap } from "yaml";
import { didYouMean, UsageError } from "../policies/index.ts";
import { type Path, pathText } from "./path.ts";
import { quoted } from "./units.ts";

export interface Setting {
  readonly path: Path;
  /** From where on the path was not in the file. */
  readonly made: Path;
  readonly text: string;
}

/**
 * Puts `groups.sampler.maximum=4` or `workload[0].poisson.rate=2/s` in place of what the file says. Throws `UsageError` where
 * the path leads nowhere; what the last key may be, and its value, the schema judges as if the file said so.
 */
export function applySetting(document: Document, text: string): Setting {
  const cut = text.indexOf("=");
  if (cut < 1) throw new UsageError(`--set ${text}: write a path and a value, for example groups.sampler.maximum=4`);
  const keys = readPath(text.slice(0, cut), text);
  const path: (string | number)[] = [];
  let made: Path | undefined;
  let node: unknown = document.contents;
  for (const key of keys.slice(0, -1)) {
    const step = indexOrKey(node, key, path, text);
    const isNew = isNothing((node as YAMLMap).get(step, true));
    node = descend(document, node as YAMLMap, step, path, text);
    path.push(step);
    if (isNew) made ??= [...path];
  }
  const last = indexOrKey(node, keys.at(-1) ?? "", path, text);
  (node as YAMLMap).set(last, document.createNode(readValue(text.slice(cut + 1))));
  path.push(last);
  return { path, made: made ?? path, text };
}

function readPath(written: string, text: string): string[] {
  const keys = written.split(/\.|\[(\d+)\]\.?/).filter((key) => key !== undefined && key !== "");
  if (keys.length === 0 || !/^[^.[\]]+(\.[^.[\]]+|\[\d+\])*$/.test(written)) {
    throw new UsageError(`--set ${text}: ${quoted(written)} is not a path; write for example workload[0].poisson.rate`);
  }
  return keys;
}

/** As YAML reads it; a text that is no YAML stands for itself. */
function readValue(written: string): unknown {
  try {
    return parse(written);
  } catch {
    return written;
  }
}

function indexOrKey(node: unknown, key: string, path: Path, text: string): string | number {
  if (isMap(node)) return key;
  if (isSeq(node)) {
    const index = Number(key);
    if (/^\d+$/.test(key) && index < node.items.length) return index;
    const entries = node.items.length === 1 ? "one entry, [0]" : `entries [0] to [${node.items.length - 1}]`;
    throw new UsageError(`--set ${text}: ${pathText(path)} has ${entries}, not ${quoted(key)}`);
  }
  const found = isScalar(node) ? quoted(node.value) : "nothing";
  const where = pathText(path);
  throw new UsageError(`--set ${text}: ${where} is ${found}, which has no ${quoted(key)}; set ${where} as a whole`);
}

function descend(document: Document, parent: YAMLMap, key: string | number, path: Path, text: string): unknown {
  const child = parent.get(key, true) as Node | null | undefined;
  const named = path.length === 1 && ["groups", "nodes", "controllers"].includes(String(path[0]));
  if (child === undefined && named) {
    const names = parent.items.map((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key));
    throw new UsageError(`--set ${text}: ${path[0]} has no ${quoted(key)}${didYouMean(String(key), names)}`);
  }
  const replacement = replaced(document, child, path);
  if (replacement === undefined) return child;
  parent.set(key, replacement);
  return replacement;
}

/** What must become a mapping of its own before something is set in it. */
function replaced(document: Document, child: unknown, path: Path): Node | undefined {
  if (isAlias(child)) return child.resolve(document)?.clone() as Node | undefined;
  if (isNothing(child)) return document.createNode({});
  // `- static` is short for `- { policy: static }`.
  if (path[0] === "policies" && path.length === 1 && isScalar(child))
    return document.createNode({ policy: child.value });
  return undefined;
}

function isNothing(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}
