import type { TransientSpec } from "../../scenarios/scenario.ts";
import type { BrokerQueue } from "../plant/broker-queue.ts";
import type { RunMeasures } from "../result.ts";
import type { DurationRecord } from "./durations.ts";
import { mser5 } from "./mser.ts";
import { TimedRecord } from "./timed-record.ts";

/**
 * Leaves tasks that arrived in the transient out of the distributions of waits and sojourns, and out of nothing else: counts still
 * add up. To be called once, when all waits are known. Says where it ended; nothing is left out where the waits never settle.
 */
export function leaveOutTransient(
  lines: readonly BrokerQueue[],
  spec: TransientSpec,
  warnings: Set<string>,
): NonNullable<RunMeasures["transient"]> {
  const until = spec.kind === "given" ? spec.until : settledFrom(lines);
  if (until === undefined) {
    warnings.add("mser-5 finds no time from which on the waits of a run have settled, and leaves nothing out");
    return { until: 0, leftOut: 0 };
  }
  let leftOut = 0;
  for (const line of lines) {
    const waits = since(line.waits, until);
    leftOut += line.waits.count - waits.count;
    line.expiredInTransient = expiredOf(line, line.waits) - expiredOf(line, waits);
    line.waits = waits;
    line.sojourns = since(line.sojourns, until);
  }
  return { until, leftOut };
}

/** By the waits of all lines, in the order of arrival. */
function settledFrom(lines: readonly BrokerQueue[]): number | undefined {
  const waits = lines.flatMap((line) => (line.waits instanceof TimedRecord ? [...line.waits.entries()] : []));
  waits.sort(([one], [other]) => one - other);
  const cut = mser5(waits.map(([, wait]) => wait));
  return cut === undefined || cut === 0 ? cut : waits[cut]![0];
}

function since(record: DurationRecord, until: number): DurationRecord {
  return record instanceof TimedRecord ? record.since(until) : record;
}

/** Those that waited as long as they may. */
function expiredOf({ timeToLive }: BrokerQueue, waits: DurationRecord): number {
  return timeToLive === Number.POSITIVE_INFINITY ? 0 : waits.count - waits.within(timeToLive * (1 - 1e-9));
}
