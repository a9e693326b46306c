import { resolve } from "node:path";
import {
  type Controller,
  control,
  type Difference,
  differences,
  formatLine,
  type JournalRecord,
  type Observation,
  type Policy,
  type Seconds,
  type Step,
  UsageError,
} from "../policies/index.ts";
import { actor, type Plan } from "./act.ts";
import { alarm } from "./alarm.ts";
import { rolesOf } from "./check.ts";
import type { Clock } from "./clock.ts";
import type { LiveConfig } from "./config.ts";
import { deadline } from "./deadline.ts";
import { type JournalFile, journalFile } from "./journal-file.ts";
import type { Log } from "./log.ts";
import type { Plant } from "./plant.ts";
import { resourceLog } from "./resource-log.ts";
import { lookedFor } from "./stale.ts";
import { memoryFor, type Remembered, type State } from "./state.ts";
import { writeStatus } from "./status.ts";
import { ticks } from "./ticks.ts";

export interface LiveOptions {
  readonly config: LiveConfig;
  readonly plant: Plant;
  /** By label; the first decides, the others are in its shadow. */
  readonly policies: readonly [Seated, ...Seated[]];
  /** Of the state and of orders; where runners of this configuration meet. */
  readonly folder: string;
  readonly journals: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** How many checks; missing: until `signal`. */
  readonly checks?: number;
  /** Missing: it touches nothing. */
  readonly act?: { readonly state: State | undefined };
  /** Of the policy that decides, from before. */
  readonly remembered?: Remembered | undefined;
  readonly told: (check: Check) => void;
}

interface Seated {
  readonly label: string;
  readonly policy: Policy;
}

/** One check, after it was journaled. */
export interface Check {
  readonly record: JournalRecord;
  /** Where policies in the shadow would act otherwise, by label. */
  readonly shadows: readonly { readonly label: string; readonly differences: readonly Difference[] }[];
}

export interface LiveSummary {
  readonly checks: number;
  readonly skipped: number;
  /** Checks at which a policy failed or a journal could not be written. */
  readonly failed: number;
  /** By policy in the shadow: at how many checks it would have acted otherwise. */
  readonly differing: Readonly<Record<string, number>>;
  /** By the policy that decided. */
  readonly remembered: Remembered;
}

/** Observes, decides and journals, check after check; acts on what was journaled if it is meant to, and else touches nothing. */
export async function runLive(options: LiveOptions): Promise<LiveSummary> {
  const { config, plant, folder, clock, log, signal, checks, told } = options;
  const { check: period, budget = period } = config.written;
  const seats = options.policies.map(({ label, policy }, index) => seat(options, label, policy, index === 0));
  const summary = { checks: 0, skipped: 0, failed: 0, differing: {} as Record<string, number> };
  const [main, ...shadows] = seats as [Seat, ...Seat[]];

  const act =
    options.act === undefined
      ? undefined
      : actor({ ...options, ...main, limits: config.written.limits, state: options.act.state });

  const { resourceLog: wanted } = config.written;
  const resources =
    wanted === undefined || act === undefined
      ? undefined
      : resourceLog({
          folder: resolve(config.folder, wanted.folder),
          groups: config.written.groups,
          roles: rolesOf(config.written),
          log,
        });
  plant.listen((group, event) => resources?.happened(group, event));

  let last: JournalRecord | undefined;
  const watchDesired = alarm(config.written.alarmAfter, log);

  async function check(): Promise<Seconds | undefined> {
    const limit = deadline(budget, signal);
    try {
      return await checked(limit.signal);
    } finally {
      limit.clear();
    }
  }

  async function checked(limit: AbortSignal): Promise<Seconds | undefined> {
    const observation = await plant.observe(limit);
    if (signal.aborted) return undefined;
    summary.checks++;
    watchDesired(observation);
    const { memory } = main.controller;
    const decided = attempt(main, observation, ({ actions }) => {
      const missing = actions.length === 0 ? [] : plant.missing();
      return act?.plan(observation, actions, lookedFor(main.policy, observation, memory, missing));
    });
    const others = shadows.map((each) => ({ label: each.label, step: attempt(each, observation) }));
    last = decided?.record;
    if (decided === undefined) {
      if (act !== undefined) await plant.tend(limit);
      return undefined;
    }
    const { record, plan, wake } = decided;
    resources?.asking(observation, plan?.asking ?? []);
    if (plan !== undefined) await act?.carryOut(plan, observation, limit);
    resources?.checked();
    const differing = others.flatMap(({ label, step }) => {
      const found = step === undefined ? [] : differences(record.decisions, step.record.decisions);
      return found.length === 0 ? [] : [{ label, differences: found }];
    });
    for (const { label } of differing) summary.differing[label] = (summary.differing[label] ?? 0) + 1;
    told({ record, shadows: differing });
    return wake;
  }

  /** A policy that fails at its first check is wrong from the start; later it is left out of this check, and tries again at the next. */
  function attempt(
    { label, controller, journal }: Seat,
    observation: Observation,
    planned: (step: Step) => Plan | undefined = () => undefined,
  ) {
    try {
      journal.makeRoom();
      const step = controller.step(observation);
      const plan = planned(step);
      const record = plan === undefined || plan.held.length === 0 ? step.record : { ...step.record, held: plan.held };
      journal.write(formatLine(record));
      return { record, plan, wake: step.wake };
    } catch (error) {
      summary.failed++;
      if (summary.checks === 1 && error instanceof UsageError) throw error;
      log.error({ policy: label, fault: (error as Error).message }, "this check came to nothing");
      resources?.failed((error as Error).message);
      return undefined;
    }
  }

  /** For those who ask. Nothing depends on it: a full disk ends no runner. */
  function tellStatus(next: Seconds): void {
    try {
      const { decisions = [], held = [], observation } = last ?? {};
      const desired = Object.entries(observation?.groups ?? {}).map(([name, group]) => [
        name,
        { desired: group.desired },
      ]);
      const status = {
        pid: process.pid,
        next,
        failing: plant.failing(),
        refused: act?.refused() ?? [],
        decisions,
        held,
      };
      writeStatus(folder, { ...status, groups: Object.fromEntries(desired) });
    } catch (error) {
      log.warn({ fault: (error as Error).message }, "the status cannot be written");
    }
  }

  try {
    await ticks({
      clock,
      period,
      signal,
      ...(checks === undefined ? {} : { count: checks }),
      work: check,
      skipped(count) {
        summary.skipped += count;
        log.warn({ count }, "checks were left out: the last one took too long");
      },
      ...(act === undefined ? {} : { sleeping: tellStatus }),
    });
  } finally {
    for (const { journal } of seats) journal.close();
    resources?.close();
  }
  const { name: policy, version: policyVersion } = main.policy;
  return { ...summary, remembered: { policy, policyVersion, memory: main.controller.memory } };
}

interface Seat {
  readonly label: string;
  readonly policy: Policy;
  readonly controller: Controller;
  readonly journal: JournalFile;
}

function seat(
  { config, journals, clock, remembered }: LiveOptions,
  label: string,
  policy: Policy,
  main: boolean,
): Seat {
  const { rotateAt, keep } = config.written.journal;
  const controller = control(policy, main ? memoryFor(policy, remembered) : undefined);
  const journal = journalFile({
    folder: journals,
    name: main ? "journal" : `journal.shadow-${label}`,
    header: () => formatLine(controller.header()),
    rotateAt,
    keep,
    stamp: () => new Date(clock.now() * 1000).toISOString().replaceAll(":", "-"),
  });
  return { label, policy, controller, journal };
}
