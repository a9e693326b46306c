import { z } from "zod";
import type { Result } from "../sim/result.ts";
import { formatBytes, formatDuration } from "./format.ts";
import { limitWords } from "./limit-words.ts";
import { named } from "./metric-words.ts";

const gpu = z.object({ memory: z.number(), pricePerHour: z.number().optional() });

/** What the heading says about the scenario. A saved scenario that is not as expected only says less. */
const facts = z.object({
  horizon: z.number().optional().catch(undefined),
  check: z.object({ period: z.number() }).optional().catch(undefined),
  controllers: z
    .array(z.object({ check: z.object({ period: z.number().optional() }) }))
    .optional()
    .catch(undefined),
  objective: z
    .object({
      wait: z.number().optional(),
      sojourn: z.number().optional(),
      minimize: z.string().optional(),
      subjectTo: z.array(z.object({ measure: z.string(), below: z.number() })).optional(),
      atLeast: z.array(z.object({ measure: z.string(), above: z.number() })).optional(),
    })
    .optional()
    .catch(undefined),
  nodes: z
    .array(z.object({ gpus: z.array(gpu), pricePerHour: z.number().optional() }))
    .optional()
    .catch(undefined),
  groups: z
    .array(
      z.object({
        name: z.string(),
        serves: z.array(z.string()).default([]),
        minimum: z.number().default(0),
        maximum: z.number().default(Infinity),
        pricePerHour: z.number().optional(),
      }),
    )
    .optional()
    .catch(undefined),
});

export interface ScenarioFacts {
  /** Seconds; missing: until all work was done. */
  readonly horizon?: number;
  /** Seconds between two decisions; missing: controllers differ. */
  readonly period?: number;
  /** Seconds of wait that still count as in time. */
  readonly objective?: number;
  /** `wait within 60 s; least cost with p95 wait below 2 min`. */
  readonly objectiveWords?: string;
  /** `2 × 8 GPUs of 40 GiB`. */
  readonly plant?: string;
  /** `evaluator has no price and is not counted`; missing where all that could cost has a price, or nothing has. */
  readonly unpriced?: string;
  readonly groups: readonly GroupFacts[];
}

export interface GroupFacts {
  readonly name: string;
  readonly serves: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
}

export function scenarioFacts(result: Result): ScenarioFacts {
  const { data } = facts.safeParse(result.scenario);
  const periods = new Set(data?.controllers?.map(({ check }) => check.period) ?? [data?.check?.period]);
  const [period] = periods.size === 1 ? periods : [];
  const told = objectiveWords(result, data?.objective ?? {});
  const left = unpriced(data?.nodes ?? [], data?.groups ?? []);
  return {
    ...(data?.horizon === undefined ? {} : { horizon: data.horizon }),
    ...(period === undefined ? {} : { period }),
    ...(data?.objective?.wait === undefined ? {} : { objective: data.objective.wait }),
    ...(told === "" ? {} : { objectiveWords: told }),
    ...(data?.nodes === undefined || data.nodes.length === 0
      ? {}
      : { plant: plant(data.nodes.map((node) => node.gpus)) }),
    ...(left.length === 0
      ? {}
      : {
          unpriced: `${left.join(", ")} ${left.length === 1 ? "has no price and is" : "have no price and are"} not counted`,
        }),
    groups: data?.groups ?? [],
  };
}

type Objective = NonNullable<z.infer<typeof facts>["objective"]>;

/** What counts as in time, and what is to be least with what kept; only what the scenario itself says. */
function objectiveWords(result: Result, { wait, sojourn, minimize, ...limits }: Objective): string {
  const least = minimize && `least ${named(result, minimize === "cost" ? "cost.total" : minimize)}`;
  const kept = limitWords(result, limits);
  return [
    wait && `wait within ${formatDuration(wait)}`,
    sojourn && `response within ${formatDuration(sojourn)}`,
    least && kept ? `${least} with ${kept}` : least || kept,
  ]
    .filter(Boolean)
    .join("; ");
}

interface Priced {
  readonly pricePerHour?: number | undefined;
  readonly gpus?: readonly Priced[];
}

/** Replicas run on nodes: where all of those are paid for, a group without a price is not missing one. */
function unpriced(nodes: readonly Priced[], groups: readonly (Priced & { readonly name: string })[]): string[] {
  const free = ({ pricePerHour, gpus = [] }: Priced): boolean => pricePerHour === undefined && gpus.every(free);
  if ([...nodes, ...groups].every(free) || (nodes.length > 0 && !nodes.some(free))) return [];
  return groups.filter(free).map(({ name }) => name);
}

function plant(nodes: readonly (readonly { memory: number }[])[]): string {
  const counts = new Map<string, number>();
  for (const gpus of nodes) {
    const memories = [...new Set(gpus.map((gpu) => formatBytes(gpu.memory)))].join("/");
    const kind =
      gpus.length === 0 ? "without GPU" : `${gpus.length} ${gpus.length === 1 ? "GPU" : "GPUs"} of ${memories}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(", ");
}
