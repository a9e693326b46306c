import type { BatchSize } from "../../scenarios/scenario.ts";
import type { Stream } from "../random/stream.ts";
import type { Process } from "./process.ts";

/** Every moment of a process as often as its batch has tasks. */
export function batched(process: Process, size: BatchSize, stream: Stream): Process {
  const next = sizes(size, stream);
  const moments = new Float64Array(256);
  let known = moments.length;
  let at = known;
  let left = 0;

  return {
    fill(times) {
      let count = 0;
      for (; count < times.length; count += 1) {
        while (left === 0) {
          at += 1;
          if (at >= known) {
            // A process that gave less than was asked for has ended.
            known = known < moments.length ? 0 : process.fill(moments);
            if (known === 0) return count;
            at = 0;
          }
          left = next();
        }
        times[count] = moments[at] as number;
        left -= 1;
      }
      return count;
    },
  };
}

function sizes(size: BatchSize, stream: Stream): () => number {
  switch (size.kind) {
    case "constant":
      return () => size.value;
    case "uniform":
      return () => size.low + Math.floor(stream.next() * (size.high - size.low + 1));
    case "empirical":
      return () => size.values[Math.floor(stream.next() * size.values.length)] as number;
    case "geometric": {
      // Tasks until one is the last, each with chance 1 / mean.
      const others = Math.log1p(-1 / size.mean);
      return () => (size.mean === 1 ? 1 : 1 + Math.floor(Math.log(stream.next()) / others));
    }
  }
}
