export type Kind = "scenario" | "live" | "result";

/**
 * What a file of another kind is, and the command for it; undefined where it may well be what was expected. Judged by keys that only
 * one kind has.
 */
export function otherKind(found: object, expected: Kind, file: string): string | undefined {
  const kind = kindOf(found);
  return kind === undefined || kind === expected ? undefined : TOLD[kind](file);
}

function kindOf(found: object): Kind | undefined {
  if ("fingerprint" in found && "generator" in found) return "result";
  const isScenario = "workload" in found || "nodes" in found || "policies" in found;
  const isLive = "sensors" in found && "policy" in found;
  if (isScenario === isLive) return undefined;
  return isLive ? "live" : "scenario";
}

const TOLD: Readonly<Record<Kind, (file: string) => string>> = {
  scenario: (file) => `is a scenario; simulate it by disfun-sim run ${file}`,
  live: (file) => `is a live configuration; try it by disfun-sim live ${file} --checks 1`,
  result: (file) => `is a saved result; disfun-sim report ${file} makes its page`,
};
