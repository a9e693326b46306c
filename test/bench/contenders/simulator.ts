import { simulate } from "../../../bin/index.ts";
import { erlang } from "../../sim/models.ts";
import { type Answer, type Queueing, SEED, UTILIZATION } from "../queueing.ts";

/** The simulator itself, through the library's door and with everything it measures. */
export function simulator({ servers, horizon }: Queueing): Answer {
  const { scenario, policy } = erlang(servers, UTILIZATION, horizon);
  const { measures } = simulate(scenario, policy, { seed: SEED, traces: new Map() });
  return { done: measures.tasks.completed, wait: measures.tasks.wait?.mean ?? 0 };
}
