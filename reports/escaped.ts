/** What Markdown would take for a mark of its own. Stars are ours. */
export function escaped(text: string): string {
  return printable(text).replace(/[|<>`_[\]\\]/g, "\\$&");
}

/** Control characters could move the cursor or change colors. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}
