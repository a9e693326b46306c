import { coverage } from "../sim/coverage.ts";
import {
  erlang,
  type Model,
  pollaczek,
  regretModels,
  regrets,
  setupModel,
  setups,
  shared,
  simFaas,
} from "../sim/models.ts";

/** One exact value, and how often intervals cover it. */
export interface Row {
  readonly what: string;
  readonly exact: string;
  readonly found: string;
  readonly coverage: string;
  readonly holds: boolean;
}

/** A model with the size of its proof: runs of a repetition, repetitions. */
export interface Plan {
  readonly model: Model;
  readonly runs: number;
  readonly repetitions: number;
}

/** Few runs that are long, so that neither the empty start nor the skewness of a run's mean takes coverage away. */
const many = { runs: 5, repetitions: 1000 };
/** Stepped on every change, a run takes some twenty times as long: fewer repetitions, and an allowance as much wider. */
const few = { runs: 5, repetitions: 40 };

/** Length of a run in relaxation times: more where runs are cheap, enough everywhere for means that are hardly skewed. */
const lengths = [
  [0.5, 2000],
  [0.8, 2000],
  [0.9, 300],
  [0.95, 200],
] as const;

export const plans: readonly Plan[] = [
  ...[1, 2, 4, 8].flatMap((servers) =>
    lengths.map(([utilization, length]) => ({
      model: erlang(servers, utilization, length * relaxation(servers, utilization)),
      ...many,
    })),
  ),
  { model: pollaczek({ kind: "constant", value: 1 }, 0, 0.8, 50_000), ...many },
  { model: pollaczek({ kind: "lognormal", mean: 1, cv: 2 }, 2, 0.5, 800_000), ...many },
  { model: shared({ kind: "exponential", mean: 1 }, 1, 0.8, 30_000), ...many },
  { model: shared({ kind: "lognormal", mean: 1, cv: 2 }, 2, 0.5, 30_000), ...many },
  ...setups.map((setup) => ({ model: setupModel(setup, Math.max(3000, 100 * setup.setup)), ...few })),
  ...regrets.flatMap((row) => regretModels(row, Math.max(3000, 100 * row.setup)).map((model) => ({ model, ...few }))),
  { model: simFaas(10_000), runs: 5, repetitions: 40 },
];

/** How long an M/M/c queue with service rate 1 remembers, seconds: 1 / (√c − √λ)², rounded up. */
function relaxation(servers: number, utilization: number): number {
  return Math.ceil(1 / (servers * (1 - Math.sqrt(utilization)) ** 2));
}

/** Runs a plan; a row for each of its values. */
export function rowsOf({ model, runs, repetitions }: Plan): Row[] {
  return coverage(model, { runs, repetitions }).map(({ what, exact, mean, covered }) => {
    const share = covered / repetitions;
    return {
      what: `${model.name}: ${what}, ${runs} runs of ${model.scenario.horizon} s, ${repetitions} times`,
      exact: exact.toFixed(6),
      found: mean.toFixed(6),
      coverage: `${(100 * share).toFixed(1)} %`,
      holds: Math.abs(share - 0.95) <= allowance(repetitions),
    };
  });
}

/** From 93 to 97 %; where repetitions are few, four standard errors: chance alone goes further then. */
function allowance(repetitions: number): number {
  return repetitions >= 1000 ? 0.02 : 4 * Math.sqrt((0.95 * 0.05) / repetitions);
}
