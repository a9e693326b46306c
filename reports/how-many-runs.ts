import type { Result, Windows } from "../sim/result.ts";
import { formatDuration, formatNumber } from "./format.ts";
import { named } from "./metric-words.ts";

/** Why there are as many runs as there are; nothing to say where all that were asked for were made. */
export function howManyRuns(result: Result): string[] {
  const { precision, interrupted, windows, seeds } = result;
  const runs = seeds.length === 1 ? "1 run" : `${seeds.length} runs`;
  const said = [...(windows === undefined ? [] : [windowsTold(windows)]), ...transientTold(result)];
  if (interrupted !== undefined) {
    const { planned, notRun = [] } = interrupted;
    const without = notRun.length === 0 ? "" : `; not run, so none is recommended: ${notRun.join(", ")}`;
    said.push(`Interrupted: ${seeds.length} of ${planned} runs of each policy${without}.`);
  }
  if (precision === undefined) return said;
  const { within, measures, widest, reached } = precision;
  const wanted = `within ±${percent(within)} % of the mean, or of its limit where that is more`;
  if (reached)
    return [
      ...said,
      `Stopped after ${runs}: the interval of ${measures.map((each) => named(result, each)).join(" and ")} is ${wanted}.`,
    ];
  const found = widest.within === undefined ? "is not known" : `is within ±${percent(widest.within)} %`;
  const why = interrupted === undefined ? `Stopped at the limit of ${runs}` : `After ${runs}`;
  return [
    ...said,
    `${why}: ${named(result, widest.measure)} under ${widest.policy} ${found}, not ±${percent(within)} %.`,
  ];
}

/** The unit of the statistics, where it is no seed. */
function windowsTold({ every, from, leftOut }: Windows): string {
  const rest = leftOut === 0 ? "" : `; the last ${formatDuration(leftOut)}, less than a window, are left out`;
  return `The unit is the window of the workload: ${from.length} of ${formatDuration(every)}, each run once${rest}.`;
}

/** What is not in the latencies, though in all else; of each policy by itself where they lost differently much. */
function transientTold({ policies }: Result): string[] {
  const told = policies.flatMap(({ label, runs }) => {
    const cuts = runs.flatMap(({ transient }) => transient ?? []);
    if (!cuts.some(({ until }) => until > 0)) return [];
    const ends = cuts.map(({ until }) => until);
    const [from, to] = [formatDuration(Math.min(...ends)), formatDuration(Math.max(...ends))];
    const tasks = formatNumber(cuts.reduce((sum, { leftOut }) => sum + leftOut, 0) / cuts.length);
    return [{ label, first: `the first ${from === to ? from : `${from} to ${to}`} of a run, ${tasks} tasks` }];
  });
  if (told.length === 0) return [];
  const alike = new Set(told.map(({ first }) => first)).size === 1;
  const what = alike ? told[0]?.first : told.map(({ label, first }) => `${label}: ${first}`).join("; ");
  return [
    `Waits, responses and attainment leave out tasks that arrived in the transient (${what}). Counts, cost and averages over time are of the whole.`,
  ];
}

function percent(share: number): number {
  return Number((100 * share).toPrecision(2));
}
