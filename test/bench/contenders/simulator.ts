import { simulate } from "../../../bin/index.ts";
import { erlang } from "../../sim/models.ts";
import { type Answer, type Queueing, SEED, UTILIZATION } from "../queueing.ts";

/** The simulator itself, through the library's door and with everything it measures. */
export function simulator(model: Queueing): Answer {
  return simulated(model, false);
}

/** The same without its fast path. */
export function eventLoop(model: Queueing): Answer {
  return simulated(model, true);
}

function simulated({ servers, horizon }: Queueing, everyEvent: boolean): Answer {
  const { scenario, policy } = erlang(servers, UTILIZATION, horizon);
  const { measures } = simulate(scenario, policy, { seed: SEED, traces: new Map(), everyEvent });
  return { done: measures.tasks.completed, wait: measures.tasks.wait?.mean ?? 0 };
}
