import type { ObjectiveSpec } from "../../scenarios/objective-spec.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { QueueMeasures } from "../result.ts";
import { average } from "./average.ts";
import type { InTime } from "./count-in-time.ts";
import type { Latencies } from "./latencies.ts";

/** What some lines of tasks measured together. */
export function queueMeasures(
  now: number,
  queues: readonly BrokerQueue[],
  latency: Latencies,
  inTime: ReadonlyMap<BrokerQueue, InTime>,
  objective: ObjectiveSpec = {},
): QueueMeasures {
  const within = objective.wait;
  const sum = (count: (queue: BrokerQueue) => number) => queues.reduce((total, queue) => total + count(queue), 0);
  const wait = latency.wait.summary();
  const sojourn = latency.sojourn.summary();
  return {
    arrived: sum((queue) => queue.arrived),
    completed: sum((queue) => queue.completed),
    unfinished: sum((queue) => queue.waiting.value + queue.held.value + queue.inService.value),
    lost: sum((queue) => queue.lost),
    ...(queues.some((queue) => queue.timeToLive < Infinity) ? { expired: sum((queue) => queue.expired) } : {}),
    ...(queues.some((queue) => queue.retry !== undefined) ? { retried: sum((queue) => queue.retried) } : {}),
    redelivered: sum((queue) => queue.redelivered),
    ...(wait === undefined ? {} : { wait }),
    ...(sojourn === undefined ? {} : { sojourn }),
    waitedAtAll: sum((queue) => queue.waitedAtAll),
    ...(within === undefined || wait === undefined
      ? {}
      : { attainment: attained(queues, latency, within) / latency.wait.count }),
    ...onTime(now, queues, inTime, objective),
    timeInBacklog: Math.max(...queues.map((queue) => average(backlogOf(queue, now), now))),
    meanWaiting: average(
      sum((queue) => queue.waiting.integral(now)),
      now,
    ),
    ...(queues.some((queue) => queue.held.peak > 0)
      ? {
          meanHeld: average(
            sum((queue) => queue.held.integral(now)),
            now,
          ),
        }
      : {}),
    meanInService: average(
      sum((queue) => queue.inService.integral(now)),
      now,
    ),
    // The peaks of several queues need not fall together, so for all of them this is an upper limit.
    maxWaiting: sum((queue) => queue.waiting.peak),
  };
}

/** Tasks begun within the objective: those that expired before it did not wait long, but were not served either. */
function attained(queues: readonly BrokerQueue[], latency: Latencies, within: number): number {
  const inVain = queues.reduce(
    (sum, queue) => sum + (queue.timeToLive <= within ? queue.expired - queue.expiredInTransient : 0),
    0,
  );
  return Math.max(0, latency.wait.within(within) - inVain);
}

/** Seconds in which tasks waited. */
function backlogOf({ waiting, backlog, noted }: BrokerQueue, now: number): number {
  return waiting.value === 0 ? backlog : backlog + now - noted;
}

/** What of the objective is about tasks that are done. */
function onTime(
  now: number,
  queues: readonly BrokerQueue[],
  inTime: ReadonlyMap<BrokerQueue, InTime>,
  { wait, sojourn }: ObjectiveSpec,
): Pick<QueueMeasures, "sojournAttainment" | "goodput"> {
  const sum = (of: (line: BrokerQueue) => number) => queues.reduce((total, line) => total + of(line), 0);
  const done = sum((line) => inTime.get(line)!.done);
  const good = sojourn === undefined ? sum((line) => inTime.get(line)!.begun) : done;
  const arrived = sum((line) => line.arrived);
  return {
    ...(sojourn === undefined || arrived === 0 ? {} : { sojournAttainment: done / arrived }),
    ...((wait === undefined && sojourn === undefined) || now === 0 ? {} : { goodput: good / (now / 3600) }),
  };
}
