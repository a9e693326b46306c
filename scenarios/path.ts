/** Keys and indexes that lead to a value of the file. */
export type Path = readonly (string | number)[];

/** `groups.sampler.serves`, `workload[0].poisson.rate`: as `--set` reads it. */
export function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}

/** What is there; undefined when the path leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return value;
}
