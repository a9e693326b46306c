import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Json, Policy } from "../policies/policy.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { MakePolicy } from "./control/controllers.ts";
import { summarize } from "./measure/summary.ts";
import type { PolicyResult, Result, SourceReport } from "./result.ts";
import { type Run, type RunOptions, Simulation } from "./run.ts";
import { loadTraces, type Traces } from "./workload/index.ts";

/** One of the policies to compare. */
export interface Candidate {
  /** What tables and files call it. */
  readonly label: string;
  /** A policy of its own for every run, and for every controller: `own` is merged over its parameters. */
  readonly create: MakePolicy;
}

export interface Progress {
  /** Runs finished, and to do in all. */
  readonly done: number;
  readonly total: number;
  /** Share of all the work that is done. */
  readonly fraction: number;
  readonly label: string;
  readonly seed: number;
}

export interface ExperimentOptions {
  /** Of the tool: kept in the result. */
  readonly version: string;
  /** Of the scenario: shown with the results. */
  readonly warnings?: readonly string[];
  /** Read from the scenario's files if not given. */
  readonly traces?: Traces;
  readonly onProgress?: (progress: Progress) => void;
  /** Where the journal of one run goes, line by line, if anywhere. */
  readonly journal?: (label: string, seed: number) => ((line: string) => void) | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Every policy on every seed of the scenario, each meeting the same work. The same scenario, candidates and version give the same
 * result, whatever order the candidates come in. Throws a `UsageError` when a trace or a policy is at fault, and the signal's
 * reason when aborted.
 */
export async function experiment(
  scenario: Scenario,
  candidates: readonly Candidate[],
  options: ExperimentOptions,
): Promise<Result> {
  const traces = options.traces ?? (await loadTraces(scenario));
  const total = candidates.length * scenario.seeds.length;
  const warnings = new Set(options.warnings);
  const policies: PolicyResult[] = [];
  let done = 0;
  for (const { label, create } of candidates) {
    const runs: Run[] = [];
    const policy = create();
    for (const seed of scenario.seeds) {
      const journal = options.journal?.(label, seed);
      const onPart = (part: number) =>
        options.onProgress?.({ done, total, fraction: (done + part) / total, label, seed });
      onPart(0);
      const run = await stepped(
        scenario,
        create,
        { seed, traces, ...(journal && { journal }) },
        onPart,
        options.signal,
      );
      for (const warning of run.warnings) warnings.add(`${label}: ${warning}`);
      runs.push(run);
      done++;
    }
    policies.push(policyResult(label, policy, runs));
  }
  const result: Omit<Result, "fingerprint"> = {
    version: 1,
    generator: { name: "disfun-sim", version: options.version },
    scenario: portable(scenario),
    name: scenario.name,
    description: scenario.description,
    start: scenario.start,
    seeds: [...scenario.seeds],
    warnings: [...warnings],
    workload: scenario.workload.map(
      ({ name, queue }): SourceReport => traces.get(name)?.report ?? { source: name, queue },
    ),
    policies,
  };
  return { ...result, fingerprint: createHash("sha256").update(JSON.stringify(result)).digest("hex") };
}

/** The scenario without the folders of this machine: a trace is known by the digest of its content. */
function portable(scenario: Scenario): Result["scenario"] {
  const workload = scenario.workload.map((spec) =>
    spec.kind === "trace" ? { ...spec, file: basename(spec.file) } : spec,
  );
  const policies = scenario.policies.map((spec) =>
    "file" in spec.policy ? { ...spec, policy: { file: basename(spec.policy.file) } } : spec,
  );
  return { ...scenario, workload, policies } as unknown as Json & Result["scenario"];
}

/** One run to its end, without a pause. */
export function simulate(scenario: Scenario, policy: Policy | MakePolicy, options: RunOptions): Run {
  const simulation = new Simulation(scenario, policy, options);
  while (simulation.advance(STRIDE));
  return simulation.finish();
}

/** The same, giving others their turn now and then. */
async function stepped(
  scenario: Scenario,
  policy: MakePolicy,
  options: RunOptions,
  onPart: (part: number) => void,
  signal: AbortSignal | undefined,
): Promise<Run> {
  const simulation = new Simulation(scenario, policy, options);
  for (let more = true; more; ) {
    // First, so that a run of a few events lets an interruption through as well.
    await new Promise(setImmediate);
    signal?.throwIfAborted();
    more = simulation.advance(STRIDE);
    onPart(scenario.horizon === undefined ? 0 : simulation.now / scenario.horizon);
  }
  return simulation.finish();
}

/** Events between two looks at the world: some tens of milliseconds. */
const STRIDE = 200_000;

function policyResult(label: string, policy: Policy, runs: readonly Run[]): PolicyResult {
  const first = runs[0];
  if (first === undefined) throw new Error("an experiment needs a seed");
  const measures = runs.map((run) => run.measures);
  return {
    label,
    policy: policy.name,
    policyVersion: policy.version,
    parameters: policy.parameters as PolicyResult["parameters"],
    runs: measures,
    summary: summarize(measures),
    detail: first.detail,
  };
}
