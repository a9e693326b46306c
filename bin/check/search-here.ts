import { explore, type Searcher, shrink } from "../../sim/check/index.ts";
import type { Ready } from "./plan.ts";

/** When the search ends, and when making smaller what it found does; milliseconds of the time of day. */
export interface Until {
  readonly search: number;
  readonly shrink: number;
}

export const noEnd: Until = { search: Number.POSITIVE_INFINITY, shrink: Number.POSITIVE_INFINITY };

/** Searches in this thread, and lets others have their turn between two stretches. */
export function searchHere({ subject, situations, asked }: Ready, until: Until = noEnd): Searcher {
  return {
    size: 1,
    async explore(stretch) {
      await new Promise(setImmediate);
      return explore(subject, situations, asked, { ...stretch, isOver: () => Date.now() > until.search });
    },
    async shrink(name, start) {
      await new Promise(setImmediate);
      const one = asked.find(({ property }) => property.name === name);
      const isOver = () => Date.now() > until.shrink;
      return one === undefined ? undefined : shrink(subject, situations, one, { ...start, isOver });
    },
  };
}
