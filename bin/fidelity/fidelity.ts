import { isDeepStrictEqual } from "node:util";
import {
  isHeader,
  type JournalHeader,
  type JournalRecord,
  type Policy,
  parseLine,
  UsageError,
} from "../../policies/index.ts";
import type { Scenario } from "../../scenarios/index.ts";
import { type Candidate, loadTraces, simulate, type Traces } from "../../sim/index.ts";
import { DurationRecord } from "../../sim/measure/durations.ts";
import { checkPeriod, type Recorded } from "../recorded/read-recorded.ts";
import { type Row, rowsOf, type Sample } from "./rows.ts";
import { runStatistics } from "./run-statistics.ts";

/** How near a simulation comes to the real runs of the same work. */
export interface Fidelity {
  readonly version: 1;
  readonly scenario: string;
  readonly runs: number;
  readonly seeds: number;
  readonly holds: boolean;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

/** Compares real runs with the scenario's seeds. Throws a `UsageError` where they are not runs of that scenario. */
export async function fidelityOf(
  scenario: Scenario,
  candidates: readonly Candidate[],
  runs: readonly Recorded[],
): Promise<Fidelity> {
  const { horizon, check } = scenario;
  const { period } = check;
  if (horizon === undefined || period === undefined || scenario.controllers !== undefined)
    throw new UsageError(
      `scenario ${scenario.name}: fidelity needs a horizon, and one controller with a check every so often`,
    );
  const checks = Math.floor(horizon / period) + 1;
  for (const run of runs) refuseOther(run, period, horizon);
  const candidate = candidateOf(candidates, runs);
  const traces = await loadTraces(scenario);
  const real = runs.map(
    (run): Sample => ({ statistics: runStatistics(run.records, period, checks), ...waitOf(run, horizon) }),
  );
  const simulated = scenario.seeds.map((seed) => simulatedSample(scenario, candidate.create(), seed, traces, checks));
  const rows = rowsOf(real, simulated, { period, price: pricesOf(scenario) });
  const without = runs.filter(({ tasks }) => tasks === undefined);
  return {
    version: 1,
    scenario: scenario.name,
    runs: runs.length,
    seeds: scenario.seeds.length,
    holds: rows.every(({ outcome = "holds" }) => outcome === "holds"),
    rows,
    notes: [
      ...(without.length > 0 ? [`p95 wait is not known: no tasks.csv beside ${without[0]?.file}`] : []),
      ...(runs.length < 2 ? ["one real run does not tell how much they differ"] : []),
    ],
  };
}

function refuseOther(run: Recorded, period: number, horizon: number): void {
  const { file, records } = run;
  const found = checkPeriod(run);
  if (Math.abs(found / period - 1) > 0.05)
    throw new UsageError(`checks every ${found} s, and the scenario every ${period} s`, { file });
  const length = (records.at(-1)?.time ?? 0) - (records[0]?.time ?? 0);
  if (length < horizon - 1.5 * period)
    throw new UsageError(
      `lasts ${Math.round(length)} s, and the scenario ${horizon} s; give the scenario that horizon`,
      { file },
    );
}

/** The scenario's policy that made the journals. */
function candidateOf(candidates: readonly Candidate[], runs: readonly Recorded[]): Candidate {
  const isOf = ({ policy, parameters }: JournalHeader, made: Policy) =>
    policy === made.name && isDeepStrictEqual(parameters, JSON.parse(JSON.stringify(made.parameters)));
  for (const candidate of candidates)
    if (runs.every(({ header }) => isOf(header, candidate.create()))) return candidate;
  const [{ file, header }] = runs as [Recorded];
  throw new UsageError(
    `was made by ${header.policy} with ${JSON.stringify(header.parameters)}, and the scenario has no such policy with these parameters`,
    { file, line: 1 },
  );
}

function waitOf({ tasks, records }: Recorded, horizon: number): Pick<Sample, "waitP95"> {
  if (tasks === undefined) return {};
  const begin = records[0]?.time ?? 0;
  const record = new DurationRecord();
  for (const task of tasks)
    if (task.arrival >= begin && task.arrival < begin + horizon) record.add(task.begin - task.arrival);
  const { p95 } = record.summary() ?? {};
  return p95 === undefined ? {} : { waitP95: p95 };
}

function simulatedSample(scenario: Scenario, policy: Policy, seed: number, traces: Traces, checks: number): Sample {
  const records: JournalRecord[] = [];
  const journal = (text: string) => {
    const line = parseLine(text);
    if (!isHeader(line)) records.push(line);
  };
  const { measures } = simulate(scenario, policy, { seed, traces, journal });
  const p95 = measures.tasks.wait?.p95;
  const statistics = runStatistics(records, scenario.check.period ?? 1, checks);
  return { statistics, ...(p95 !== undefined && { waitP95: p95 }) };
}

function pricesOf({ groups }: Scenario): Record<string, number> | undefined {
  const priced = groups.flatMap(({ name, pricePerHour }) =>
    pricePerHour === undefined ? [] : [[name, pricePerHour] as const],
  );
  return priced.length === groups.length ? Object.fromEntries(priced) : undefined;
}
