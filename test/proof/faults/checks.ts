import type { JournalRecord, Seconds } from "../../../policies/index.ts";

/** Every change of the count between two checks that is told of, and the check that asked for it. */
export interface Change {
  readonly asked: JournalRecord;
  readonly from: number;
  readonly to: number;
}

export function changesIn(records: readonly JournalRecord[]): Change[] {
  return records.slice(1).flatMap((record, index) => {
    const asked = records[index];
    const from = asked?.observation.groups.workers?.desired;
    const to = record.observation.groups.workers?.desired;
    return asked === undefined || from === undefined || to === undefined || from === to ? [] : [{ asked, from, to }];
  });
}

/** Where there was no check for longer than it may be. */
export function gapsIn(records: readonly JournalRecord[], most: Seconds): string[] {
  return records.slice(1).flatMap(({ time }, index) => {
    const gap = time - (records[index]?.time ?? time);
    return gap <= most ? [] : [`no check for ${gap.toFixed(1)} s before ${time}`];
  });
}

/** Those from one moment to another, Unix seconds. */
export function between(records: readonly JournalRecord[], from: Seconds, to: Seconds): JournalRecord[] {
  return records.filter(({ time }) => from <= time && time <= to);
}

export function now(): Seconds {
  return Date.now() / 1000;
}

/** What must be so is said where it is not. */
export function unless(isSo: boolean, what: string): string[] {
  return isSo ? [] : [what];
}
