import { explore, type Searcher, shrink } from "../../sim/check/index.ts";
import { isOverAt } from "./is-over.ts";
import type { Ready } from "./plan.ts";

/** When the search ends, and when making smaller what it found does; milliseconds of the time of day. */
export interface Until {
  readonly search: number;
  readonly shrink: number;
}

/** What time is left is for the policies that are left, each the same; a third of it to make smaller what was found. */
export function shareOf(end: number, policies = 1): Until {
  const now = Date.now();
  const shrink = now + (end - now) / policies;
  return { search: now + ((shrink - now) * 2) / 3, shrink };
}

/** Searches in this thread, until it is time or `halt` is aborted. */
export function searchHere(
  { subject, situations, asked }: Ready,
  until = shareOf(Number.POSITIVE_INFINITY),
  halt?: AbortSignal,
): Searcher {
  const [isOver, isShrunk] = [isOverAt(until.search, halt), isOverAt(until.shrink, halt)];
  return {
    size: 1,
    explore: (stretch) => explore(subject, situations, asked, { ...stretch, isOver }),
    async shrink(name, start) {
      const one = asked.find(({ property }) => property.name === name);
      return one === undefined ? undefined : shrink(subject, situations, one, { ...start, isOver: isShrunk });
    },
  };
}
