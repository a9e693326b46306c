import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { distributedFunSearchVectors } from "./distributed-funsearch/family.ts";
import type { Family, Kind, Vector } from "./family.ts";
import { scalerVectors } from "./scaler/family.ts";
import { servicesVectors } from "./services/family.ts";
import { workerPoolVectors } from "./worker-pool/family.ts";

const families: readonly Family[] = [distributedFunSearchVectors, workerPoolVectors, servicesVectors, scalerVectors];

export interface Report {
  /** What to print. */
  readonly lines: readonly string[];
  readonly passed: number;
  /** Vectors that failed, and files and vectors nobody knows how to run. */
  readonly failed: number;
  readonly notDecisions: number;
}

/** Runs every vector file of a folder through the shipped policies. */
export function runFolder(folder: string): Report {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();
  if (files.length === 0) return { lines: [`${folder}: no vector files`], passed: 0, failed: 1, notDecisions: 0 };
  return combined(files.map((file) => runFile(join(folder, file))));
}

/** Runs one vector file. */
export function runFile(path: string): Report {
  const file = basename(path);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return failure(`${file}: cannot be read: ${said(error)}`);
  }
  return runVectors(file, content);
}

/** Runs the vectors of one file: `{ about, conventions: { defaults_if_absent }, vectors }`, or as its family lists them. */
export function runVectors(file: string, content: unknown): Report {
  const members = (content ?? {}) as Readonly<Record<string, unknown>>;
  const { about, schema, provenance, conventions } = members;
  const here = families.filter((candidate) => candidate.recognizes(file, JSON.stringify([about, schema, provenance])));
  if (here.length === 0)
    return failure(`${file}: unknown file; there is ${families.map(({ name }) => name).join(", ")}`);
  const vectors = here[0]?.listed?.(members) ?? members.vectors;
  if (!Array.isArray(vectors) || vectors.length === 0) return failure(`${file}: no vectors`);
  const defaults = (conventions as Readonly<Record<string, unknown>> | undefined)?.defaults_if_absent ?? {};
  const kinds = new Map<string, { readonly kind: Kind | undefined; readonly members: Vector[] }>();
  for (const vector of vectors as readonly Vector[]) {
    const { name, kind } = kindIn(here, vector);
    const known = kinds.get(name) ?? { kind, members: [] };
    known.members.push(vector);
    kinds.set(name, known);
  }
  return combined([...kinds].map(([name, { kind, members }]) => runKind(`${file} ${name}`, kind, members, defaults)));
}

/** A file may hold vectors of several families; kinds have different names in them. */
function kindIn(families: readonly Family[], vector: Vector): { name: string; kind: Kind | undefined } {
  for (const { kinds, kindOf } of families) {
    const name = kindOf(vector);
    if (name !== undefined) return { name, kind: kinds[name] };
  }
  return { name: "unknown kind", kind: undefined };
}

function runKind(title: string, kind: Kind | undefined, vectors: readonly Vector[], defaults: unknown): Report {
  const total = vectors.length;
  if (kind === undefined) {
    const names = vectors.map(({ name }) => `  FAILED ${name}: no rule tells what kind of vector this is`);
    return { lines: [`${title}: 0/${total}`, ...names], passed: 0, failed: total, notDecisions: 0 };
  }
  if ("notADecision" in kind) {
    const line = `${title}: not a decision (${total}): ${kind.notADecision}`;
    return { lines: [line], passed: 0, failed: 0, notDecisions: total };
  }
  const failures = vectors.flatMap((vector) => {
    const wrong = mismatch(kind, vector, defaults);
    return wrong === undefined ? [] : [`  FAILED ${vector.name}: ${wrong}`];
  });
  const passed = total - failures.length;
  return { lines: [`${title}: ${passed}/${total}`, ...failures], passed, failed: failures.length, notDecisions: 0 };
}

function mismatch(kind: Extract<Kind, { check: unknown }>, vector: Vector, defaults: unknown): string | undefined {
  try {
    const { expected, actual } = kind.check(vector, defaults);
    if (isDeepStrictEqual(expected, actual)) return undefined;
    return `\n    expected ${JSON.stringify(expected)}\n    actual   ${JSON.stringify(actual)}`;
  } catch (error) {
    return said(error);
  }
}

function combined(reports: readonly Report[]): Report {
  const sum = (pick: (report: Report) => number) => reports.reduce((total, report) => total + pick(report), 0);
  return {
    lines: reports.flatMap(({ lines }) => lines),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    notDecisions: sum(({ notDecisions }) => notDecisions),
  };
}

function failure(line: string): Report {
  return { lines: [line], passed: 0, failed: 1, notDecisions: 0 };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
