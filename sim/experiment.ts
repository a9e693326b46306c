import { createHash } from "node:crypto";
import { basename } from "node:path";
import { controllerReasons } from "../policies/index.ts";
import type { Json, Policy } from "../policies/policy.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { baselinesOf } from "./baselines/index.ts";
import { withRegret } from "./baselines/with-regret.ts";
import type { MakePolicy } from "./control/controllers.ts";
import { alone, type Candidate, type Crew, STRIDE } from "./crew.ts";
import { type Drawing, detailed, drawnRuns } from "./drawn-runs.ts";
import { makeRuns } from "./make-runs.ts";
import { compare } from "./measure/compare.ts";
import { judgeExpectations } from "./measure/expectations.ts";
import { recommend } from "./measure/recommend.ts";
import { representative } from "./measure/representative.ts";
import { described, summarize } from "./measure/summary.ts";
import { detailOf } from "./packed-run.ts";
import type { PolicyResult, Result, SourceReport, Windows } from "./result.ts";
import { Simulation } from "./run.ts";
import type { Listening } from "./run-all.ts";
import type { BriefRun, Run, RunOptions } from "./run-options.ts";
import { type Unit, unitsOf, workloadLength } from "./units.ts";
import { loadTraces, type Traces, traceWarnings } from "./workload/index.ts";

export interface ExperimentOptions extends Listening, Drawing {
  /** Of the tool: kept in the result. */
  readonly version: string;
  /** Of the scenario: shown with the results. */
  readonly warnings?: readonly string[];
  /** Read from the scenario's files if not given. */
  readonly traces?: Traces;
  /** Who makes the runs; this thread if not given. */
  readonly crew?: Crew;
  /** Whether the best static size and the bounds are looked for as well; if not, the policies are alone. */
  readonly baselines?: boolean;
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
  const given = unitsOf(scenario, traces);
  const detail = detailed(given, scenario.precision !== undefined);
  const made = await makeRuns(scenario, candidates, given, crew, { ...options, detail });
  const { units, runs, precision, interrupted } = made;
  if (runs.size === 0) throw options.halt?.reason;
  const warnings = new Set(options.warnings);
  for (const { report } of traces.values()) for (const warning of traceWarnings(report)) warnings.add(warning);
  const begun = candidates.filter(({ label }) => runs.has(label));
  const measured = begun.map(({ label }) => {
    const own = runs.get(label) ?? [];
    for (const run of own) for (const warning of run.warnings) warnings.add(`${label}: ${warning}`);
    const measures = own.map((run) => run.measures);
    return { label, runs: measures, summary: summarize(measures) };
  });
  const named = measured.find(({ label }) => label === scenario.baseline);
  const baseline = (named ?? measured[0])?.label ?? "";
  // Who does not want to wait is shown the first.
  const shown = interrupted === undefined ? representative(measured) : 0;
  const ofShown = new Map(begun.map(({ label }) => [label, runs.get(label)![shown]!]));
  const [beside, drawn] = await Promise.all([
    options.baselines ? baselinesOf(scenario, measured, { ...options, crew, units, baseline }) : undefined,
    drawnRuns(units[shown]!, ofShown, crew, options),
  ]);
  const policies = beside === undefined ? measured : withRegret(measured, beside);
  const differences = units.length < 2 ? undefined : compare(policies, baseline);
  // Of policies that were not run nothing is known.
  const comparable = policies.length > 1 && policies.length === candidates.length;
  const recommendation = comparable ? recommend(policies, scenario.objective, baseline) : undefined;
  const result: Omit<Result, "fingerprint"> = {
    version: 1,
    generator: { name: "disfun-sim", version: options.version },
    scenario: portable(scenario),
    name: scenario.name,
    description: scenario.description,
    start: scenario.start,
    seeds: units.map(({ seed }) => seed),
    ...(scenario.windows === undefined ? {} : { windows: windowsOf(scenario, units, traces) }),
    ...(precision === undefined ? {} : { precision }),
    ...(interrupted === undefined ? {} : { interrupted }),
    warnings: [...warnings],
    workload: scenario.workload.map(
      ({ name, queue }): SourceReport => traces.get(name)?.report ?? { source: name, queue },
    ),
    measures: described(),
    ...(policies.length < 2 ? {} : { baseline }),
    ...(scenario.expect === undefined ? {} : { expectations: judgeExpectations(scenario.expect, policies) }),
    ...(recommendation === undefined ? {} : { recommendation }),
    policies: policies.map((policy, index) => {
      const [own, bound] = [differences?.get(policy.label), beside?.bounds[index]];
      const described = policyResult(begun[index]!, policy, detailOf(drawn[index]!));
      return { ...described, ...(own && { differences: own }), ...(bound && { bound }) };
    }),
    ...beside?.told,
  };
  return { ...result, fingerprint: createHash("sha256").update(JSON.stringify(result)).digest("hex") };
}

function windowsOf(scenario: Scenario, units: readonly Unit[], traces: Traces): Windows {
  const every = scenario.windows?.every ?? 0;
  const leftOut = workloadLength(scenario, traces) - unitsOf(scenario, traces).length * every;
  return { every, from: units.map(({ from = 0 }) => from), leftOut: Math.max(0, leftOut) };
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

/** One run to its end, without a pause; a brief one has no detail. */
export function simulate(scenario: Scenario, policy: Policy | MakePolicy, options: Briefly): BriefRun;
export function simulate(scenario: Scenario, policy: Policy | MakePolicy, options: InFull): Run;
export function simulate(scenario: Scenario, policy: Policy | MakePolicy, options: RunOptions): BriefRun;
export function simulate(scenario: Scenario, policy: Policy | MakePolicy, options: RunOptions): BriefRun {
  const simulation = new Simulation(scenario, policy, options);
  while (simulation.advance(STRIDE));
  return options.brief ? simulation.finishBriefly() : simulation.finish();
}

type Briefly = RunOptions & { readonly brief: true };
type InFull = RunOptions & { readonly brief?: false };

function policyResult(
  { create, reasons }: Candidate,
  { label, runs, summary }: Pick<PolicyResult, "label" | "runs" | "summary">,
  detail: PolicyResult["detail"],
): PolicyResult {
  const policy = create();
  const used = new Set(detail.decisions.flatMap(({ because }) => because.map(({ code }) => code)));
  const all = Object.entries({ ...reasons, ...controllerReasons });
  return {
    label,
    policy: policy.name,
    policyVersion: policy.version,
    parameters: policy.parameters as PolicyResult["parameters"],
    reasons: Object.fromEntries(all.filter(([code]) => used.has(code))),
    runs,
    summary,
    detail,
  };
}
