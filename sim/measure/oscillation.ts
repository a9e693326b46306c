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
  let cycles = -1;
  let [first, last, heights] = [0, 0, 0];
  let [lowest, highest] = [0, 0];
  for (let index = 1; index < values.length; index++) {
    const value = values[index]!;
    if (value > level && values[index - 1]! <= level) {
      if (++cycles === 0) first = index;
      else heights += highest - lowest;
      last = index;
      lowest = value;
      highest = value;
    }
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (cycles < 2) return undefined;
  return { period: (times[last]! - times[first]!) / cycles, amplitude: heights / cycles / 2, cycles };
}
