import type { Json, Observation, Policy, Seconds } from "../../../policies/index.ts";

/** Where the very same test is run: the simulated plant at its own clock, or real processes and a real broker. */
export interface World {
  readonly lead: Lead;
  /** What a check sees once it is so. Fails when that takes longer than this world may need. */
  seen(isSo: (observation: Observation) => boolean): Promise<Observation>;
  /** So many messages that keep who gets them busy for good. */
  send(messages: number): Promise<void>;
  /** Ends a worker as a crash would, and tells which. */
  killOne(): Promise<string>;
  stopBroker(): Promise<void>;
  startBroker(): Promise<void>;
  /** Messages that were delivered again by now; the world is over then. */
  redelivered(): Promise<number>;
  close(): Promise<void>;
}

/** A policy that does what another says, which a test may change between two checks. Both worlds step it by their own controller. */
export interface Lead {
  readonly policy: Policy;
  /** From the next check on. */
  follow(policy: Policy): void;
  /** What was seen at the last check; undefined before the first. */
  latest(): Observation | undefined;
  checks(): number;
}

type Memory = { readonly turn: number; readonly own: Json };

export function lead(): Lead {
  let turn = 0;
  let followed: Policy = asks();
  let observation: Observation | undefined;
  let checks = 0;
  const policy: Policy<Memory> = {
    name: "led",
    version: 1,
    parameters: {},
    begin: () => ({ turn, own: followed.begin() }),
    decide: (seen, memory) => {
      observation = seen;
      checks++;
      const own = memory.turn === turn ? memory.own : followed.begin();
      const outcome = followed.decide(seen, own);
      return { ...outcome, memory: { turn, own: outcome.memory } };
    },
  };
  return {
    policy: policy as unknown as Policy,
    follow(next) {
      followed = next;
      turn++;
    },
    latest: () => observation,
    checks: () => checks,
  };
}

/** Asks for the same at every check; for nothing where no count is given. */
export function asks(desired?: number, release: readonly string[] = []): Policy {
  const action = desired === undefined ? null : ({ kind: "scale", group: GROUP, desired, release } as const);
  return {
    name: "asks",
    version: 1,
    parameters: {},
    begin: () => null,
    decide: () => ({
      decisions: [{ subject: GROUP, action, because: [{ code: "asked", facts: {} }] }],
      memory: null,
    }),
  };
}

export const GROUP = "workers";
export const QUEUE = "work";
/** Between checks, in either world. */
export const CHECK: Seconds = 1;
