import type { Phase } from "../../policies/policy.ts";
import type { RunRecord, Step } from "./run-record.ts";

/** What a policy has been in. Plain data: it travels between threads. */
export interface Noted {
  /** Told apart by what the policy said and what its replicas were doing. */
  readonly situations: readonly string[];
  readonly codes: readonly string[];
  /** In which it saw a replica. */
  readonly phases: readonly Phase[];
}

/** Collects what a policy has been in: the reasons it gave together with the phases its replicas were in, and what it could not see. */
export function noteSituations() {
  const situations = new Set<string>();
  const codes = new Set<string>();
  let phases = 0;
  return {
    add({ steps }: RunRecord): void {
      for (const step of steps) {
        let said = "";
        for (const { because } of step.decisions) {
          for (const { code } of because) {
            codes.add(code);
            said += `${code} `;
          }
        }
        const seen = seenIn(step);
        phases |= (seen & IDLE) === 0 ? seen : seen | BITS.ready;
        situations.add(said + seen);
      }
    },
    all: (): Noted => ({
      situations: [...situations],
      codes: [...codes],
      phases: (Object.keys(BITS) as Phase[]).filter((phase) => (phases & BITS[phase]) !== 0),
    }),
  };
}

/** One bit for each phase in which there was a replica, and for each state of a queue. */
function seenIn({ observation: { groups, queues } }: Step): number {
  let bits = 0;
  for (const name in groups) {
    for (const { phase, inService } of groups[name]!.replicas) {
      bits |= phase === undefined ? UNKNOWN : phase === "ready" && inService === 0 ? IDLE : BITS[phase];
    }
  }
  for (const name in queues) {
    const { waiting } = queues[name]!;
    bits |= waiting === undefined ? UNSEEN : waiting === 0 ? EMPTY : WAITING;
  }
  return bits;
}

const BITS: Readonly<Record<Phase, number>> = {
  pending: 1,
  warming: 2,
  ready: 4,
  unhealthy: 8,
  draining: 16,
  failed: 32,
};
const IDLE = 64;
const UNKNOWN = 128;
const UNSEEN = 256;
const EMPTY = 512;
const WAITING = 1024;
