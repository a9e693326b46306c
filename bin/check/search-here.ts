import { explore, type Searcher, shrink } from "../../sim/check/index.ts";
import { isOverAt } from "./is-over.ts";
import type { Ready } from "./plan.ts";

/** When the search ends, and when making smaller what it found does; milliseconds of the time of day. */
export interface Until {
  readonly search: number;
  readonly shrink: number;
}

export const noEnd: Until = { search: Number.POSITIVE_INFINITY, shrink: Number.POSITIVE_INFINITY };

/** Searches in this thread, until it is time or `halt` is aborted. */
export function searchHere({ subject, situations, asked }: Ready, until: Until = noEnd, halt?: AbortSignal): Searcher {
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
