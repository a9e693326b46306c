import { bind } from "../policies/index.ts";
import type { Json } from "../policies/policy.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { boundOf } from "./bound/bound.ts";
import { loadSolver, type Solver } from "./bound/linear-program.ts";
import { workOf } from "./bound/parts.ts";
import { pricesOf } from "./bound/prices.ts";
import type { MakePolicy } from "./control/controllers.ts";
import { type PackedRun, packed } from "./packed-run.ts";
import type { RunMeasures } from "./result.ts";
import { Simulation } from "./run.ts";
import { inWindow, type Unit } from "./units.ts";
import type { Traces } from "./workload/index.ts";

/** One of the policies to compare. */
export interface Candidate {
  /** What tables and files call it. */
  readonly label: string;
  /** A policy of its own for every run, and for every controller: `own` is merged over its parameters. */
  readonly create: MakePolicy;
  /** What its reason codes mean. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** One run of an experiment. */
export interface Job extends Unit {
  readonly label: string;
  /** Not one of the candidates, but always so many replicas of each group. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** What hindsight would have paid, counted in a measure, for what some runs reached on a unit. */
export interface BoundJob extends Unit {
  readonly measure: string;
  readonly runs: readonly RunMeasures[];
}

/** Who is told while it runs. */
export interface Watch {
  /** Gets every line of the journal, if one is kept. */
  readonly journal?: (line: string) => void;
  /** Whether the run is to have its detail. */
  readonly detail: boolean;
  /** The share of the run that is done. */
  readonly onPart: (part: number) => void;
  readonly signal?: AbortSignal;
}

/** Those who make the runs of an experiment, and what is reckoned from each: this thread, or several. Who made a run never shows in it. */
export interface Crew {
  /** Runs at a time. */
  readonly size: number;
  run(job: Job, watch: Watch): Promise<PackedRun>;
  /** In the order of the runs. */
  bound(job: BoundJob, signal?: AbortSignal): Promise<readonly number[]>;
}

/** Every run in this thread, letting others have their turn now and then. Throws the signal's reason when aborted. */
export function alone(scenario: Scenario, candidates: readonly Candidate[], traces: Traces): Crew {
  const created = new Map(candidates.map(({ label, create }) => [label, create]));
  let solver: Promise<Solver> | undefined;

  async function run({ label, counts, ...unit }: Job, { journal, detail, onPart, signal }: Watch): Promise<PackedRun> {
    const create = counts === undefined ? created.get(label) : (own?: Json) => bind("static", { counts }, own);
    if (create === undefined) throw new Error(`no candidate is called "${label}"`);
    const own = inWindow(scenario, unit);
    const options = { ...unit, traces, brief: !detail, ...(journal && { journal }) };
    const simulation = new Simulation(own, create, options);
    for (let more = true; more; ) {
      // First, so that a run of a few events lets an interruption through as well.
      await others();
      signal?.throwIfAborted();
      more = simulation.advance(STRIDE);
      onPart(own.horizon === undefined ? 0 : simulation.now / own.horizon);
    }
    return detail ? packed(simulation.finish()) : simulation.finishBriefly();
  }

  async function bound({ measure, runs, ...unit }: BoundJob, signal?: AbortSignal): Promise<readonly number[]> {
    solver ??= loadSolver();
    const own = inWindow(scenario, unit);
    const work = workOf(own, traces, unit);
    const prices = pricesOf(own, measure);
    const values: number[] = [];
    for (const run of runs) {
      await others();
      signal?.throwIfAborted();
      values.push(boundOf(own, work, run, prices, await solver));
    }
    return values;
  }

  return { size: 1, run, bound };
}

/** Lets others have their turn: progress, interruptions. */
export function others(): Promise<unknown> {
  return new Promise(setImmediate);
}

/** Events between two looks at the world, a few milliseconds: a thread that is done waits no longer than that for more to do. */
export const STRIDE = 20_000;
