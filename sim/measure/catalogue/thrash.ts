import type { DwellTimes, GroupMeasures, RunMeasures } from "../../result.ts";
import { type Measure, ofGroups } from "./measure.ts";

const STATISTICS: Readonly<Record<keyof DwellTimes, string>> = {
  min: "the shortest",
  p10: "a tenth of them are at most this",
  p50: "half of them are at most this",
  mean: "the mean",
  max: "the longest",
};

const OSCILLATION =
  "zero up-crossings of the desired count about its time average; at least two full cycles, else absent. In total that of the group with the largest amplitude";
const CROSSING = "IAHR list of sea-state parameters (1989): zero-up-crossing period and wave height";

/** How often the scaler changed its mind, and what that cost. */
export const thrash: readonly Measure[] = [
  count("scaleUps", "scale-ups", "lower", "Increases of a desired count", (group) => group.scaleUps),
  count("scaleDowns", "scale-downs", "lower", "Decreases of a desired count", (group) => group.scaleDowns),
  count(
    "changes",
    "changes",
    "lower",
    "Changes of a desired count",
    ({ scaleUps, scaleDowns }) => scaleUps + scaleDowns,
  ),
  count(
    "reversals",
    "reversals",
    "lower",
    "Changes in the other direction than the one before",
    (group) => group.reversals,
  ),
  {
    ...count(
      "unexplainedReversals",
      "unexplained reversals",
      "lower",
      "Reversals that demand does not explain: down although it has not fallen since, up although it has not risen",
      (group) => group.unexplainedReversals,
    ),
    formula: "demand at a change: ⌈W / (w · c)⌉ of the `demandWindow` before it, interpolated within windows",
  },
  ...keysOf(STATISTICS).map((statistic) =>
    ofGroups(
      {
        name: `dwell.${statistic}`,
        words: `${statistic} dwell time`,
        unit: "s",
        better: "higher",
        definition: `Time from one change of a desired count to the next: ${STATISTICS[statistic]}`,
      },
      (group) => group.dwell?.[statistic],
      (run) => run.dwell?.[statistic],
    ),
  ),
  ofGroups(
    {
      name: "oscillation.period",
      words: "oscillation period",
      unit: "s",
      definition: "Mean time of a full cycle of the desired count, where it goes up and down again and again",
      formula: OSCILLATION,
      source: CROSSING,
    },
    (group) => group.oscillation?.period,
    (run) => widest(run)?.period,
  ),
  ofGroups(
    {
      name: "oscillation.amplitude",
      words: "oscillation amplitude",
      unit: "replicas",
      better: "lower",
      definition: "Mean of half the way from the lowest to the highest desired count of a cycle",
      formula: OSCILLATION,
      source: CROSSING,
    },
    (group) => group.oscillation?.amplitude,
    (run) => widest(run)?.amplitude,
  ),
  count("starts", "starts", undefined, "Replicas that were started after the beginning", (group) => group.starts),
  count("cancelled", "cancelled", "lower", "Starts cancelled before they were ready", (group) => group.cancelled),
  count(
    "neverServed",
    "never served",
    "lower",
    "Replicas that became ready and left without serving",
    (group) => group.neverServed,
  ),
  count("killed", "killed", "lower", "Replicas killed at the end of their grace time", (group) => group.killed),
  hours("killedWork", "killed work", "Service cut short because replicas were to leave", (group) => group.killedWork),
  hours(
    "lostWork",
    "lost work",
    "Service cut short because replicas were to leave, which nobody does again",
    (group) => group.lostWork,
  ),
  hours(
    "redoneWork",
    "redone work",
    "Service cut short because replicas were to leave, which another has to do again",
    ({ killedWork, lostWork }) => (lostWork === undefined ? undefined : killedWork - lostWork),
  ),
  count(
    "failedStarts",
    "failed starts",
    undefined,
    "Replicas that ended before they served",
    (group) => group.failedStarts,
  ),
  count(
    "crashed",
    "crashed",
    undefined,
    "Replicas that ended without being asked to after they could serve",
    (group) => group.crashed,
  ),
];

type OfGroup = (group: GroupMeasures) => number | undefined;

function count(name: string, words: string, better: Measure["better"], definition: string, of: OfGroup): Measure {
  return ofGroups({ name, words, unit: "1", ...(better === undefined ? {} : { better }), definition }, of);
}

function hours(name: string, words: string, definition: string, of: OfGroup): Measure {
  return ofGroups({ name, words, unit: "h", better: "lower", definition }, of);
}

function widest({ groups }: RunMeasures): GroupMeasures["oscillation"] {
  return Object.values(groups)
    .flatMap(({ oscillation }) => oscillation ?? [])
    .sort((a, b) => b.amplitude - a.amplitude)[0];
}

function keysOf<Key extends string>(table: Readonly<Record<Key, string>>): Key[] {
  return Object.keys(table) as Key[];
}
