/** HTML that is safe to send. Everything else is text and gets escaped. */
export interface Markup {
  readonly markup: string;
}
export type Content = Markup | string | number | undefined | readonly Content[];

/** A template whose interpolated values are escaped, unless they are markup themselves; lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let markup = strings[0] ?? "";
  for (const [index, value] of values.entries()) markup += render(value) + (strings[index + 1] ?? "");
  return { markup };
}

/** Trusted text of our own: a style sheet, a drawing. */
export function raw(markup: string): Markup {
  return { markup };
}

/** JavaScript between script tags: what would end the element, or begin a comment in it, is written so that it means the same. */
export function script(code: string): Markup {
  return raw(code.replace(/<(?=\/script|!--)/gi, "\\x3C"));
}

/** A value as JSON inside a script element. No `<` survives, so nothing can end the element. */
export function json(value: unknown): Markup {
  return raw(JSON.stringify(value).replace(/</g, "\\u003c"));
}

function render(value: Content): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return "markup" in value ? value.markup : value.map(render).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
