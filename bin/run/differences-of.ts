import type { Result } from "../../sim/index.ts";

export interface Differing {
  readonly path: string;
  /** As text; `missing` where there is none. */
  readonly one: string;
  readonly two: string;
}

/** What a comparison of policies may differ in; all else of the scenario and its workload has to be the same. */
const FREE = new Set(["policies", "seeds", "baseline", "expect", "precision", "name", "description"]);

/** Where two results are not of the same scenario and workload. */
export function differencesOf(first: Result, second: Result): Differing[] {
  return [...differing(whatCounts(first), whatCounts(second), "")];
}

function whatCounts({ scenario, workload }: Result): unknown {
  const given = Object.entries(scenario as object).filter(([key]) => !FREE.has(key));
  const files = workload.map(({ source, sha256, used }) => [source, { sha256, used }]);
  return { ...Object.fromEntries(given), traces: Object.fromEntries(files) };
}

function* differing(one: unknown, two: unknown, path: string): Generator<Differing> {
  if (isObject(one) && isObject(two)) {
    const [first, second] = isNamed(one) && isNamed(two) ? [byName(one), byName(two)] : [one, two];
    for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
      yield* differing(first[key], second[key], path === "" ? key : `${path}.${key}`);
    }
  } else if (JSON.stringify(one) !== JSON.stringify(two)) yield { path, one: shown(one), two: shown(two) };
}

/** Lists too, with their places for keys. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

type Named = readonly { readonly name: string }[];

/** Groups and nodes are lists once a scenario is read. */
function isNamed(value: unknown): value is Named {
  return Array.isArray(value) && value.every((one) => isObject(one) && typeof one.name === "string");
}

/** As a file and `--set` have them. The order stays a part of it: replicas are placed by that of the nodes. */
function byName(list: Named): Readonly<Record<string, unknown>> {
  const order = list.map(({ name }) => name).join(", ");
  return { ...Object.fromEntries(list.map((one) => [one.name, one])), "(order)": order };
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
