/** Keys and indexes that lead to a value of the file. */
export type Path = readonly (string | number)[];

/** `groups.sampler.serves`, `workload[0].poisson.rate`: as `--set` reads it. */
export function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}
