/** JSON for people: a line for what fits on one. */
export function prettyJson(value: unknown): string {
  return `${lines(value, "")}\n`;
}

const mostOnALine = 120;

/** JSON with one space of indent, but a value that fits on a line, or is a list without objects, stays on one. */
function lines(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (value === null || typeof value !== "object" || flat.length + indent.length <= mostOnALine) return flat;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    if (value.every((item) => item === null || typeof item !== "object")) return flat;
    return `[\n${value.map((item) => inner + lines(item, inner)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{\n${entries.map(([name, item]) => `${inner}${JSON.stringify(name)}: ${lines(item, inner)}`).join(",\n")}\n${indent}}`;
}
