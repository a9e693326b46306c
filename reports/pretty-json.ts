/** JSON for people: a line for what fits on one. */
export function prettyJson(value: unknown): string {
  return `${lines(value, "")}\n`;
}

const mostOnALine = 120;

/**
 * JSON with one space of indent, but a value that fits on a line, or is a list without objects, stays on one. In one pass: what does
 * not fit makes all that holds it too long as well.
 */
function lines(value: unknown, indent: string): string {
  if (value === null || typeof value !== "object" || isPlainList(value)) return JSON.stringify(value);
  const inner = `${indent} `;
  const isList = Array.isArray(value);
  const items = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => ({ name: isList ? "" : `${JSON.stringify(name)}:`, text: lines(item, inner) }));
  const [open, close] = isList ? "[]" : "{}";
  const length = items.reduce((sum, { name, text }) => sum + name.length + text.length + 1, 1);
  if (length + indent.length <= mostOnALine) {
    return `${open}${items.map(({ name, text }) => name + text).join()}${close}`;
  }
  const apart = items.map(({ name, text }) => `${inner}${name}${isList ? "" : " "}${text}`);
  return `${open}\n${apart.join(",\n")}\n${indent}${close}`;
}

function isPlainList(value: object): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== "object");
}
