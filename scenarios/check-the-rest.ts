import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";

/**
 * What else is wrong in a file that cannot be read as it is, `wrong` being why: what `check` finds in it without the keys that nobody
 * knows. What may only follow from the key that is missing then is not told.
 */
export function checkTheRest(
  found: unknown,
  wrong: readonly Problem[],
  check: (rest: unknown) => readonly Problem[],
): Problem[] {
  const unknown = wrong.filter((problem) => problem.unknown !== undefined);
  const rest = structuredClone(found);
  for (const { path } of unknown) drop(rest, path);
  return check(rest).filter((problem) => !unknown.some((key) => mayFollow(problem, key)));
}

function drop(root: unknown, path: Path): void {
  let value = root as Record<string | number, unknown> | undefined;
  for (const key of path.slice(0, -1)) value = value?.[key] as typeof value;
  if (value !== undefined) delete value[path.at(-1) ?? ""];
}

/** Of what surrounds the key; of what it was meant to be; and where it is of the plant or the work, of all that depends on these. */
function mayFollow({ path }: Problem, { path: key, unknown }: Problem): boolean {
  const around = key.slice(0, -1);
  if (path.length <= around.length) return begins(around, path);
  if (begins(path, unknown?.meant === undefined ? around : [...around, unknown.meant])) return true;
  return !judged.has(String(key[0])) && !judged.has(String(path[0]));
}

/** Parts of a scenario or a live configuration that only names connect with the others. */
const judged: ReadonlySet<string> = new Set(["policies", "baseline", "expect", "objective", "policy", "shadow"]);

function begins(path: Path, first: Path): boolean {
  return first.every((key, index) => key === path[index]);
}
