import type { Source } from "./source.ts";

/** What a source brings from a moment on, that moment being 0. What came before is drawn all the same, so that windows of a run meet its work. */
export function cutOut(source: Source, from: number): Source {
  if (from === 0) return source;
  return {
    ...source,
    fill(arrivals, demands, kinds) {
      for (;;) {
        const count = source.fill(arrivals, demands, kinds);
        let first = 0;
        while (first < count && arrivals[first]! < from) first++;
        if (first === count && count > 0) continue;
        for (const column of [arrivals, demands, kinds]) column?.copyWithin(0, first, count);
        for (let index = 0; index < count - first; index++) arrivals[index]! -= from;
        return count - first;
      }
    },
  };
}
