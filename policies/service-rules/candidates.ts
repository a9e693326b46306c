import type { Seconds } from "../policy.ts";
import type { RuleState } from "./conditions.ts";
import type { Parameters, Priority, Service } from "./parameters.ts";

/** Something that calls for a replica more. */
export interface Candidate {
  /** The metric of a rule, or the row of the matrix. */
  readonly cause: string;
  readonly priority: Priority;
  /** Seconds since the last change; null: it does not wait for the cooldown. */
  readonly cooldown: Seconds | null;
  /** Seconds between two steps of one that does not wait. */
  readonly repeat: Seconds;
  readonly facts: Readonly<Record<string, number>>;
}

/** What calls for more replicas of a service: its own satisfied rules, then rows of the matrix; most urgent first. */
export function candidatesFor(
  name: string,
  service: Service,
  { matrix }: Parameters,
  rulesOf: (service: string) => readonly RuleState[],
): Candidate[] {
  const own = rulesOf(name).flatMap(({ metric, rule, value = 0, up }): Candidate[] => {
    if (up !== "satisfied") return [];
    const { priority, cooldown, upFor } = rule;
    const facts = { value, threshold: rule.up ?? 0 };
    return [{ cause: metric, priority, cooldown, repeat: Math.max(upFor, service.warmUp), facts }];
  });
  const coupled = Object.entries(matrix).flatMap(([row, { when, up, priority, ignoresCooldown }]): Candidate[] => {
    if (!up.includes(name)) return [];
    const causes = when.map((alternatives) => satisfied(alternatives, rulesOf));
    if (causes.includes(undefined)) return [];
    const longest = Math.max(...causes.map((cause) => cause?.rule.upFor ?? 0));
    const cooldown = ignoresCooldown ? null : longestCooldown(service);
    return [{ cause: row, priority, cooldown, repeat: Math.max(longest, service.warmUp), facts: {} }];
  });
  return [...own, ...coupled].sort((a, b) => (a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : 0));
}

function satisfied(
  alternatives: readonly { readonly service: string; readonly metric: string }[],
  rulesOf: (service: string) => readonly RuleState[],
): RuleState | undefined {
  for (const { service, metric } of alternatives) {
    const found = rulesOf(service).find((state) => state.metric === metric && state.up === "satisfied");
    if (found !== undefined) return found;
  }
  return undefined;
}

function longestCooldown({ rules }: Service): Seconds {
  return Math.max(0, ...Object.values(rules).map(({ up, cooldown }) => (up === null ? 0 : (cooldown ?? 0))));
}
