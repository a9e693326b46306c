import { traceWindows } from "../../../bin/check/trace-windows.ts";
import type { Json } from "../../../policies/index.ts";
import type { Scenario } from "../../../scenarios/index.ts";
import {
  type Asked,
  type Counterexample,
  explained,
  explore,
  type RunRecord,
  shrink,
  situationsFor,
} from "../../../sim/check/index.ts";
import { askedFor, subjectFor } from "./subjects.ts";

const windows = await traceWindows();
const published = { preset: "as-published" };
const vanilla = { policyContent: "allocate=even_load; scaling=vanilla" };

export interface Known {
  readonly failure: string;
  readonly policy: string;
  readonly parameters: Json;
  readonly property: string;
  /** What the explanation says. */
  readonly words: RegExp;
  /** What else it takes to be this failure. */
  readonly plant?: (scenario: Scenario) => boolean;
}

/** Failures that the documents tell of, and the property against which the usual generators find them. */
export const known: readonly Known[] = [
  {
    failure: "DistributedFunSearch stops samplers that are still loading when the search begins",
    policy: "distributed-funsearch",
    parameters: published,
    property: "no-quick-down",
    words: /took sampler .* after the run began, still starting .* because queue-empty/,
  },
  {
    failure: "DistributedFunSearch kills busy workers, because work that is held does not count",
    policy: "distributed-funsearch",
    parameters: published,
    property: "finishes-work",
    words: /under way; it was killed .*queue-empty/,
  },
  {
    failure: "DistributedFunSearch scales down on a broker hiccup",
    policy: "distributed-funsearch",
    parameters: published,
    property: "holds-on-missing",
    words: /could not be read, because queue-unknown-counts-as-empty/,
    plant: ({ faults = [] }) => faults.some(({ kind }) => kind === "brokerOutage"),
  },
  {
    failure: "Scaler's vanilla flaps around its ratio",
    policy: "scaler",
    parameters: vanilla,
    property: "bounded-reversals",
    words: /turned around for the 7th time .* because ratio-/,
  },
  {
    failure: "Scaler's vanilla starts a large group right after it has shut one down",
    policy: "scaler",
    parameters: vanilla,
    property: "no-quick-up",
    words: /after it had taken \d+ away.* because (ratio-above-upper|no-workers)/,
    plant: ({ groups: [first] }) => (first?.workers ?? 1) > 1,
  },
  {
    failure: "Scaler's capability scaling starts and stops groups of an adapter that reports nothing, for ever",
    policy: "scaler",
    parameters: published,
    property: "bounded-reversals",
    words: /turned around for the 7th time .* because .*(offers \{\}|no-capable-workers|needs \{gpu\})/,
    plant: ({ groups: [first], queues: [queue] }) => first?.reports === "nothing" && queue?.needs !== undefined,
  },
  {
    failure: "the worker pool's scaler thrashes without a cooldown",
    policy: "utilization",
    parameters: { cooldown: 0 },
    property: "no-quick-down",
    words: /after it had added .* because utilization-low/,
  },
];

/** Where the usual search, of 200 runs with seed 1, comes upon a failure, and the smallest case of it. */
export interface Found extends Counterexample {
  /** From 1 on. */
  readonly run: number;
}

export async function find({ policy, parameters, property, words, plant }: Known): Promise<Found> {
  const subject = subjectFor(policy, parameters);
  const situations = situationsFor(subject, windows);
  const [usual] = askedFor(property);
  if (usual === undefined) throw new Error("no such property");
  const { judge } = usual.property;
  const exact: Asked = { ...usual, property: { ...usual.property, judge: onlyThis } };
  for (let from = 0; from < 200; from += STRETCH) {
    const { tallies } = await explore(subject, situations, [exact], { seed: 1, from, count: STRETCH });
    const path = tallies[property]?.first;
    if (path === undefined) continue;
    const found = await shrink(subject, situations, exact, { seed: 1, path });
    if (found === undefined) throw new Error("found, and not again");
    return { ...found, run: Number(path) + 1 };
  }
  throw new Error("not found");

  function onlyThis(run: RunRecord, given: unknown) {
    const judgment = judge(run, given);
    if (judgment === undefined || judgment === "kept") return judgment;
    return words.test(explained(judgment)) && plant?.(run.scenario) !== false ? judgment : "kept";
  }
}

const STRETCH = 10;

/** A line of the table of CHECKS.md. */
export function knownLine({ failure, property }: Known, { run, violation }: Found): string {
  return `| ${failure} | \`${property}\` | ${run} | ${explained(violation)} |`;
}
