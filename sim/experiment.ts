import { createHash } from "node:crypto";
import { basename } from "node:path";
import { controllerReasons } from "../policies/index.ts";
import type { Json, Policy } from "../policies/policy.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { MakePolicy } from "./control/controllers.ts";
import { alone, type Candidate, type Crew, type Job, STRIDE } from "./crew.ts";
import { compare } from "./measure/compare.ts";
import { judgeExpectations } from "./measure/expectations.ts";
import { recommend } from "./measure/recommend.ts";
import { representative } from "./measure/representative.ts";
import { described, summarize } from "./measure/summary.ts";
import type { PolicyResult, Result, SourceReport } from "./result.ts";
import { type Run, type RunOptions, Simulation } from "./run.ts";
import { loadTraces, type Traces } from "./workload/index.ts";

export interface Progress {
  /** Runs finished, and to do in all. */
  readonly done: number;
  readonly total: number;
  /** Share of all the work that is done. */
  readonly fraction: number;
  /** Of the run that was heard of last. */
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
  /** Who makes the runs; this thread if not given. */
  readonly crew?: Crew;
  readonly onProgress?: (progress: Progress) => void;
  /** Where the journal of one run goes, line by line, if anywhere. */
  readonly journal?: (label: string, seed: number) => ((line: string) => void) | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Every policy on every seed of the scenario, each meeting the same work. The same scenario, candidates and version give the same
 * result, whatever order the candidates come in; without a baseline in the scenario it is the first of them. Throws a `UsageError` when a trace or a policy is at fault, and the signal's
 * reason when aborted.
 */
export async function experiment(
  scenario: Scenario,
  candidates: readonly Candidate[],
  options: ExperimentOptions,
): Promise<Result> {
  const traces = options.traces ?? (await loadTraces(scenario));
  const crew = options.crew ?? alone(scenario, candidates, traces);
  const jobs = candidates.flatMap(({ label }) => scenario.seeds.map((seed) => ({ label, seed })));
  const runs = await runAll(jobs, crew, options);
  const warnings = new Set(options.warnings);
  const byPolicy = candidates.map(({ label }) => runs.filter((_, index) => jobs[index]?.label === label));
  const shown = representative(byPolicy.map((own) => ({ runs: own.map(({ measures }) => measures) })));
  const policies = candidates.map(({ label, create, reasons }, index) => {
    const own = byPolicy[index]!;
    for (const run of own) for (const warning of run.warnings) warnings.add(`${label}: ${warning}`);
    return policyResult(label, create(), own, shown, { ...reasons, ...controllerReasons });
  });
  const baseline = scenario.baseline ?? policies[0]?.label ?? "";
  const differences = scenario.seeds.length < 2 ? undefined : compare(policies, baseline);
  const recommendation = policies.length < 2 ? undefined : recommend(policies, scenario.objective, baseline);
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
    measures: described(),
    ...(policies.length < 2 ? {} : { baseline }),
    ...(scenario.expect === undefined ? {} : { expectations: judgeExpectations(scenario.expect, policies) }),
    ...(recommendation === undefined ? {} : { recommendation }),
    policies: policies.map((policy) => {
      const own = differences?.get(policy.label);
      return own === undefined ? policy : { ...policy, differences: own };
    }),
  };
  return { ...result, fingerprint: createHash("sha256").update(JSON.stringify(result)).digest("hex") };
}

/** As many at a time as the crew can, begun in their order. The first that fails ends all. */
async function runAll(jobs: readonly Job[], crew: Crew, options: ExperimentOptions): Promise<Run[]> {
  const { journal, onProgress, signal } = options;
  const runs: Run[] = [];
  const parts = jobs.map(() => 0);
  let next = 0;
  let done = 0;

  async function work(): Promise<void> {
    for (let index = next++; index < jobs.length; index = next++) {
      const job = jobs[index] as Job;
      const lines = journal?.(job.label, job.seed);
      const onPart = (part: number) => {
        parts[index] = part;
        const sum = parts.reduce((total, each) => total + each, 0);
        onProgress?.({ done, total: jobs.length, fraction: sum / jobs.length, ...job });
      };
      onPart(0);
      runs[index] = await crew.run(job, { onPart, ...(lines && { journal: lines }), ...(signal && { signal }) });
      done++;
      parts[index] = 1;
    }
  }

  await Promise.all(Array.from({ length: crew.size }, work));
  return runs;
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

function policyResult(
  label: string,
  policy: Policy,
  runs: readonly Run[],
  shown: number,
  reasons: Readonly<Record<string, string>>,
): PolicyResult {
  const detail = runs[shown]?.detail;
  if (detail === undefined) throw new Error("an experiment needs a seed");
  const measures = runs.map((run) => run.measures);
  const used = new Set(detail.decisions.flatMap(({ because }) => because.map(({ code }) => code)));
  return {
    label,
    policy: policy.name,
    policyVersion: policy.version,
    parameters: policy.parameters as PolicyResult["parameters"],
    reasons: Object.fromEntries(Object.entries(reasons).filter(([code]) => used.has(code))),
    runs: measures,
    summary: summarize(measures),
    detail,
  };
}
