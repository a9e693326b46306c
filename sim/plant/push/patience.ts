import type { Advice } from "./allocation.ts";

/**
 * Which advice on balancing is followed, as Scaler does it: a new one at once; one that is the same as before only from its
 * `trigger`-th repetition on. With 2: when it appears, not the next time, then every time.
 */
export function patience(trigger: number, nameOf: (task: number) => number): (advice: Advice) => boolean {
  let before = "";
  let repetitions = 0;
  return (advice) => {
    const content = JSON.stringify([...advice].map(([{ id }, tasks]) => [id, tasks.map(nameOf)]));
    repetitions = content === before ? repetitions + 1 : 0;
    before = content;
    return repetitions === 0 || repetitions >= trigger;
  };
}
