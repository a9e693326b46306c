import { alone } from "../../sim/crew.ts";
import { makeRuns } from "../../sim/make-runs.ts";
import { estimate } from "../../sim/measure/summary.ts";
import { erlang } from "../sim/models.ts";
import type { Row } from "./rows.ts";

/**
 * Runs are added until the interval is within 5 % of its mean. Looking again and again, and stopping when it looks well, may cost two
 * points of its coverage and no more.
 */
export async function stoppingRow(): Promise<Row> {
  const { name, scenario, policy, values } = erlang(1, 0.5, HORIZON);
  const [value] = values;
  if (value === undefined) throw new Error("a model needs a value");
  const precision = { within: 0.05, of: ["wait.mean"], most: MOST };
  const candidates = [{ label: "hold", create: () => policy }];
  const crew = alone(scenario, candidates, new Map());
  let [covered, runs, sum] = [0, 0, 0];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const own = { ...scenario, precision };
    const made = await makeRuns(own, candidates, [{ seed: repetition * MOST }], crew, {});
    if (made.precision?.reached !== true) throw new Error(`${MOST} runs are too few for 5 %`);
    const measured = (made.runs.get("hold") ?? []).map(({ measures }) => value.of(measures));
    const { mean, low = Number.NaN, high = Number.NaN } = estimate(measured);
    if (low <= value.exact && value.exact <= high) covered++;
    runs += measured.length;
    sum += mean;
  }
  const share = covered / REPETITIONS;
  const each = (runs / REPETITIONS).toFixed(0);
  return {
    what: `${name}: ${value.what}, runs of ${HORIZON} s until the interval is within 5 % (${each} in the mean), ${REPETITIONS} times`,
    exact: value.exact.toFixed(6),
    found: (sum / REPETITIONS).toFixed(6),
    coverage: `${(100 * share).toFixed(1)} %`,
    holds: Math.abs(share - 0.95) <= 0.02,
  };
}

const HORIZON = 4000;
const MOST = 1000;
const REPETITIONS = 1000;
