import { explore, type Searcher, shrink } from "../../sim/check/index.ts";
import type { Ready } from "./plan.ts";

/** Searches in this thread, and lets others have their turn between two stretches. */
export function searchHere({ subject, situations, asked }: Ready, isOver: () => boolean = () => false): Searcher {
  return {
    size: 1,
    async explore(stretch) {
      await new Promise(setImmediate);
      return explore(subject, situations, asked, { ...stretch, isOver });
    },
    async shrink(name, start) {
      await new Promise(setImmediate);
      const one = asked.find(({ property }) => property.name === name);
      return one === undefined ? undefined : shrink(subject, situations, one, start);
    },
  };
}
