import { LineCounter, parseDocument } from "yaml";
import { UsageError } from "../policies/usage-error.ts";
import type { Parsed } from "./problems.ts";
import { quoted } from "./units.ts";
import { yamlMistake } from "./yaml-mistake.ts";

/** The document with what positions are read from. Throws `UsageError` where the text is no YAML. */
export function parseYaml(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, stringKeys: true });
  const [first] = document.errors;
  if (first !== undefined) {
    const isDuplicate = first.code === "DUPLICATE_KEY";
    // Behind a key without a value, the parser points to where that would be.
    const at = isDuplicate ? first.pos[0] + text.slice(first.pos[0]).search(/\S/) : first.pos[0];
    const { line, col } = lines.linePos(at);
    const duplicate = `the key ${quoted(text.slice(at).match(/^[^:\s,}]+/)?.[0])} is written twice`;
    const mistake = `not valid YAML: ${yamlMistake(first.code, first.message)}`;
    throw new UsageError(isDuplicate ? duplicate : mistake, { file, line, column: col });
  }
  return { file, document, lines, settings: [], included: [] };
}

/** The document as plain values. Throws `UsageError` where its aliases lead nowhere. */
export function contents({ document, file }: Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases of aliases that would fill the memory, or that lead into themselves.
    throw new UsageError(`its aliases cannot be followed: ${(error as Error).message}`, { file });
  }
}
