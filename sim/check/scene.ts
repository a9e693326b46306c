import type { Change, RunRecord } from "./run-record.ts";

/** `sampler from 4 to 3 (sampler-2)`: with the replicas that were started or told to go. */
export function changeWords(run: RunRecord, change: Change): string {
  const { group, from, to } = change;
  return `${group} from ${from} to ${to}${named(whom(run, change))}`;
}

/** ` (sampler-1, sampler-2 and 3 more)`, or nothing. */
export function named(ids: readonly string[]): string {
  if (ids.length === 0) return "";
  const more = ids.length > MOST ? ` and ${ids.length - MOST} more` : "";
  return ` (${ids.slice(0, MOST).join(", ")}${more})`;
}

const MOST = 3;

/** Replicas that came or went with a change. */
export function whom({ replicas, releases }: RunRecord, { time, group, from, to }: Change): string[] {
  if (to < from) {
    const own = releases.filter((release) => release.group === group && release.time === time);
    return own.flatMap((release) => release.replicas.map(({ id }) => id));
  }
  const all = [...replicas.values()].filter((life) => life.group === group && life.started === time && time > 0);
  return all.map(({ id }) => id);
}

/** `, while work read 0, with 3 under way, and 2 of 4 replicas were still starting`: what was there to see for a group, and what was not. */
export function scene({ steps }: RunRecord, { step, group: name }: Pick<Change, "step" | "group">): string {
  const { observation, queues } = steps[step] ?? {};
  const group = observation?.groups[name];
  if (observation === undefined || group === undefined) return "";
  const parts = group.serves.map((queue) => {
    const read = observation.queues[queue]?.waiting;
    const { waiting = 0, inService = 0 } = queues?.find((each) => each.name === queue) ?? {};
    const really = read === waiting ? "" : `, where ${waiting} waited`;
    const held = inService === 0 ? "" : `, with ${inService} under way`;
    return `${queue} ${read === undefined ? "could not be read" : `read ${read}`}${really}${held}`;
  });
  const starting = group.replicas.filter(({ phase }) => phase === "pending" || phase === "warming").length;
  if (starting > 0) parts.push(`${starting} of ${group.replicas.length} replicas were still starting`);
  return parts.length === 0 ? "" : `, while ${parts.join(", and ")}`;
}
