import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { isByColumn } from "./resolve-classes.ts";
import type { ScenarioFile } from "./schema.ts";

type SourceFile = ScenarioFile["workload"][number];
type ClassFile = NonNullable<SourceFile["classes"]>[string];

/** Shares that are more than all, classes that contradict each other or that nobody can serve. */
export function checkClasses(read: ScenarioFile): Problem[] {
  const known = new Map<string, { readonly kind: ClassFile; readonly index: number }>();
  return read.workload.flatMap((source, index) => {
    const { queue, classes = {} } = source;
    const problems: Problem[] = checkShares(["workload", index, "classes"], source);
    for (const [name, kind] of Object.entries(classes)) {
      const path: Path = ["workload", index, "classes", name];
      const before = known.get(`${queue}/${name}`);
      if (before === undefined) known.set(`${queue}/${name}`, { kind, index });
      problems.push(
        ...checkClass(path, kind, isByColumn(source)),
        ...checkNeeds(path, kind, queue, read),
        ...(before === undefined ? [] : checkSame([...path], name, kind, before)),
      );
    }
    return problems;
  });
}

function checkShares(path: Path, { classes }: SourceFile): Problem[] {
  if (classes === undefined) return [];
  const kinds = Object.values(classes);
  if (kinds.length === 0) return [{ path, message: "is empty; name a class, or leave this out" }];
  if (kinds.length > MOST) return [{ path, message: `has ${kinds.length} classes; at most ${MOST} are told apart` }];
  const sum = kinds.reduce((total, { share = 0 }) => total + share, 0);
  const percent = Number((100 * sum).toPrecision(6));
  if (sum > 1 + 1e-9) return [{ path, message: `the shares add up to ${percent}%; they are parts of 100%` }];
  const open = kinds.some(({ share }) => share === undefined);
  if (open && sum > 1 - 1e-9) {
    return [{ path, message: "the shares add up to 100%, and a class without one gets nothing; write its share" }];
  }
  return [];
}

function checkClass(path: Path, { service, scale, values }: ClassFile, byColumn: boolean): Problem[] {
  const problems: Problem[] = [];
  if (service !== undefined && scale !== undefined) {
    problems.push({ path: [...path, "scale"], message: "service tells how long a task takes; leave one of them out" });
  }
  if (values !== undefined && !byColumn) {
    const message = "is for traces with a class column, where no class has a share; leave this out";
    problems.push({ path: [...path, "values"], at: "key", message });
  }
  return problems;
}

/** Whoever takes tasks of the queue takes those of a class by what its group offers; even load looks at no needs. */
function checkNeeds(path: Path, { needs }: ClassFile, queue: string, read: ScenarioFile): Problem[] {
  const { groups, dispatcher } = read;
  if (needs === undefined || dispatcher?.allocate === "even_load") return [];
  const names = Object.keys(needs);
  const possible = Object.entries(groups).filter(
    ([, { serves }]) => dispatcher !== undefined || [serves].flat().includes(queue),
  );
  if (possible.some(([, { offers = {} }]) => names.every((need) => Object.hasOwn(offers, need)))) return [];
  const message = `no group that could serve it offers ${names.join(", ")}; write offers in ${possible.map(([name]) => `groups.${name}`).join(" or ")}`;
  // A queue that no group serves is told of already.
  return possible.length === 0 ? [] : [{ path: [...path, "needs"], message }];
}

/** What holds for a class in its queue holds whichever source its tasks come from. */
function checkSame(
  path: Path,
  name: string,
  kind: ClassFile,
  before: { readonly kind: ClassFile; readonly index: number },
): Problem[] {
  return (["needs", "timeToLive", "retry"] as const)
    .filter((key) => JSON.stringify(kind[key]) !== JSON.stringify(before.kind[key]))
    .map((key) => ({
      path: [...path, key],
      message: `is not as for the class ${name} of workload[${before.index}], which is in the same queue; write the same, or rename one`,
    }));
}

const MOST = 100;
