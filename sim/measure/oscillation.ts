import type { GroupMeasures } from "../result.ts";
import { meanOf, type StepFunction } from "./step-function.ts";

/**
 * Whether a count goes up and down again and again: zero up-crossings of its time average, as for the height of a sea. From one
 * up-crossing to the next is a cycle; its amplitude is half the way from its lowest to its highest value. Undefined with fewer
 * than two full cycles.
 */
export function oscillation(count: StepFunction, duration: number): GroupMeasures["oscillation"] {
  const { times, values } = count;
  const level = meanOf(count, duration);
  const crossings = values.flatMap((value, index) =>
    index > 0 && value > level && values[index - 1]! <= level ? [index] : [],
  );
  const cycles = crossings.length - 1;
  if (cycles < 2) return undefined;
  const heights = crossings.slice(1).map((end, index) => {
    const within = values.slice(crossings[index], end);
    return Math.max(...within) - Math.min(...within);
  });
  return {
    period: (times[crossings[cycles]!]! - times[crossings[0]!]!) / cycles,
    amplitude: heights.reduce((sum, height) => sum + height, 0) / cycles / 2,
    cycles,
  };
}
