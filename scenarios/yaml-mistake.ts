import type { ErrorCode } from "yaml";

/** What is wrong with a text that is no YAML, and what would do; in the parser's words where it is none of the usual mistakes. */
export function yamlMistake(code: ErrorCode, message: string): string {
  if (code === "BAD_INDENT" && message.startsWith("Flow")) return "a bracket opened before it is not closed";
  if (code === "MISSING_CHAR" && message.endsWith("quote")) return "a quotation mark before it is not closed";
  return USUAL[code] ?? message;
}

const USUAL: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: "a tab indents this line; indent with spaces",
  BAD_INDENT: "it is indented unlike the lines it belongs with",
  BLOCK_AS_IMPLICIT_KEY:
    'a second "key: value" on one line; close a bracket before it, put an inner map on lines of its own, or a text with a colon in quotes',
  MULTILINE_IMPLICIT_KEY: 'no "key: value"; a colon and a space come after a key',
  BLOCK_IN_FLOW: "no comma between two entries in brackets",
  BAD_SCALAR_START: "a text that begins with this sign goes in quotes",
  BAD_DQ_ESCAPE: "a backslash in double quotes begins an escape; single quotes take it as it is",
  MULTIPLE_DOCS: 'a second document begins here; one file holds one, so leave out the line "---"',
  NON_STRING_KEY: "a key is a word, not a list or a map",
};
