import type { SourceSpec } from "../../scenarios/scenario.ts";
import { stream } from "../random/stream.ts";
import type { Process } from "./process.ts";

/**
 * A Markov-modulated Poisson process: a rate for each state, which lasts exponentially and is followed by one of the others, each
 * with equal chance. It begins in the state where it would be found at any moment, that is with chances like the mean durations.
 */
export function markov(spec: Extract<SourceSpec, { kind: "markov" }>, seed: number): Process {
  const { name, states, from, until = Number.POSITIVE_INFINITY } = spec;
  const arrivals = stream(seed, `arrivals/${name}`);
  const changes = stream(seed, `states/${name}`);
  let state = beginning(states, changes.next());
  let time = from;
  let change = from + duration();

  function duration(): number {
    return -(states[state] as { mean: number }).mean * Math.log(changes.next());
  }

  function another(): number {
    if (states.length === 1) return state;
    const step = states.length === 2 ? 1 : 1 + Math.floor(changes.next() * (states.length - 1));
    return (state + step) % states.length;
  }

  return {
    fill(times) {
      let count = 0;
      while (count < times.length) {
        // What is left of a unit gap when the state changes goes on at the other rate.
        let left = -Math.log(arrivals.next());
        for (;;) {
          const { rate } = states[state] as { rate: number };
          const reached = time + left / rate;
          if (reached < change || time >= until) {
            time = reached;
            break;
          }
          left -= rate * (change - time);
          time = change;
          if (time >= until) break;
          state = another();
          change = time + duration();
        }
        if (time >= until) return count;
        times[count] = time;
        count += 1;
      }
      return count;
    },
  };
}

function beginning(states: readonly { readonly mean: number }[], chance: number): number {
  let left = chance * states.reduce((sum, { mean }) => sum + mean, 0);
  for (const [index, { mean }] of states.entries()) {
    left -= mean;
    if (left < 0) return index;
  }
  return states.length - 1;
}
