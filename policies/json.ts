const deepest = 64;

/** Where a value is not what JSON gives back unchanged, in words; undefined when it is. */
export function notJson(value: unknown, path = "", depth = 0): string | undefined {
  const here = path === "" ? "it" : path;
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return value - value === 0 ? undefined : `${here} is ${value}`;
  if (typeof value !== "object") return `${here} is ${value === undefined ? "undefined" : `a ${typeof value}`}`;
  if (depth === deepest) return `${here} is nested more than ${deepest} levels deep`;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const wrong = notJson(value[index], `${path}[${index}]`, depth + 1);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${here} is a ${nameOf(prototype)}`;
  for (const key of Object.keys(value)) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    // The path is built only for what needs it: most members are plain values, and this runs at every decision.
    if (typeof inner === "string" || typeof inner === "boolean" || inner === null) continue;
    const wrong = notJson(inner, path === "" ? key : `${path}.${key}`, depth + 1);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function nameOf(prototype: unknown): string {
  const made = (prototype as { constructor?: { name?: string } } | null)?.constructor?.name;
  return made === undefined || made === "" ? "object of a class" : made;
}
