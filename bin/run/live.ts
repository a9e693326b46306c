import { join, relative, resolve } from "node:path";
import {
  type Check,
  type Clock,
  canAct,
  clockWords,
  drainAll,
  forbidden,
  type LiveConfig,
  type LiveSummary,
  type Log,
  leaseHolder,
  loadLive,
  openPlant,
  type Plant,
  readState,
  runLive,
  startError,
  stderrLog,
  steadyClock,
  strays,
  takeLease,
  unasked,
} from "../../live/index.ts";
import { catalogue, didYouMean, type Observation, type Policy, UsageError } from "../../policies/index.ts";
import type { PolicySpec } from "../../scenarios/index.ts";
import type { LiveOptions } from "../commands/live.ts";
import { candidateOf } from "./candidates.ts";
import { namedPolicy } from "./chosen-policies.ts";
import { ordersTeller, print, teller, tellJson, tellSummary } from "./live-telling.ts";
import { missedReadings } from "./missed-readings.ts";
import { blame } from "./policy-module.ts";

/** `disfun-sim live`: until Ctrl-C, an end asked for by the system, or so many checks. SIGHUP reads the configuration again. */
export async function runLiveCommand(options: LiveOptions): Promise<void> {
  const checks = options.checks === undefined ? undefined : count(options.checks);
  const intent = await intentOf(options);
  refuseForbidden(options, intent);
  const lease = options.act ? takeLease(intent.folder) : undefined;
  if (!options.act && options.journal === undefined) refuseBeside(intent.folder);
  try {
    await rounds(options, intent, checks);
  } finally {
    lease?.release();
  }
}

/** Who only watches must not take the journal of one that acts. */
function refuseBeside(folder: string): void {
  const holder = leaseHolder(folder);
  if (holder === undefined) return;
  throw new UsageError(
    `process ${holder.pid} acts and journals in ${relative(".", folder)}; name another folder with --journal`,
  );
}

/** Who only watches needs no rights but to read. */
function refuseForbidden({ act }: LiveOptions, { config, folder }: Intent): void {
  if (!act) return;
  if (!canAct(config)) throw config.at(unasked(config));
  const wrong = startError(config, forbidden(config, folder));
  if (wrong !== undefined) throw wrong;
}

/** With their places. */
function warningsOf({ act }: LiveOptions, { config }: Intent): string[] {
  const watched = act ? unasked(config).map((each) => config.at([each]).describe()) : [];
  return [...config.warnings, ...watched];
}

/** What the configuration asks for, before anything is opened. */
interface Intent {
  readonly config: LiveConfig;
  readonly specs: readonly PolicySpec[];
  readonly policies: readonly [Bound, ...Bound[]];
  /** Where runners of this configuration, and those who give them orders, meet. */
  readonly folder: string;
}

async function intentOf(options: LiveOptions): Promise<Intent> {
  const config = await loadLive(options.config);
  refuseSameLabels(config, options.shadow);
  const specs = [config.policy, ...config.shadow, ...options.shadow.map(shadowed)];
  return { config, specs, policies: await bound(specs), folder: folderOf(config) };
}

/**
 * A round for each configuration. One that is wrong, or cannot be opened, is told of and changes nothing. SIGHUP may come at any time:
 * one configuration is read after the other, and of those that were never taken over the plants are closed.
 */
async function rounds(options: LiveOptions, first: Intent, checks: number | undefined): Promise<void> {
  const { folder } = first;
  const log = stderrLog(options.quiet ? "warn" : "info");
  const state = options.act ? readState(folder) : undefined;
  const set = clockWords(state);
  if (set !== undefined) log.warn(set);
  const clock = steadyClock(state);
  let remembered: LiveSummary["remembered"] | undefined = state;
  let left = checks;
  let stopped = false;
  let round = new AbortController();
  let reading: Promise<void> = Promise.resolve();
  let now: Opened = { intent: first, plant: await openPlant(first.config, folder, clock, log) };
  const waiting: { next?: Opened } = {};

  function stop(): void {
    stopped = true;
    round.abort();
  }
  function reload(): void {
    reading = reading.then(readAgain);
  }
  async function readAgain(): Promise<void> {
    if (stopped) return;
    try {
      const intent = await intentOf(options);
      if (intent.folder !== folder) throw new Error("another journal folder needs another start");
      refuseForbidden(options, intent);
      const plant = await openPlant(intent.config, folder, clock, log);
      await waiting.next?.plant.close();
      waiting.next = { intent, plant };
      round.abort();
    } catch (error) {
      const fault = error instanceof UsageError ? error.describe() : (error as Error).message;
      log.error({ fault }, "the configuration stays as it was");
    }
  }

  // A second Ctrl-C ends it at once.
  process.once("SIGINT", stop).once("SIGTERM", stop).on("SIGHUP", reload);
  try {
    while (true) {
      const { intent, plant } = now;
      let isOver = false;
      try {
        for (const warning of warningsOf(options, intent)) {
          if (isTold(options)) process.stderr.write(`warning: ${warning}\n`);
          else log.warn(warning);
        }
        for (const warning of strays(intent.config, folder)) log.warn(warning);
        const summary = await oneRound(options, intent, plant, { clock, log, signal: round.signal, remembered, left });
        remembered = summary.remembered;
        isOver = stopped;
        if (left !== undefined) left -= summary.checks;
        const { onStop, groups } = intent.config.written;
        if (isOver && options.act && onStop === "drain") await drainAll(plant, Object.keys(groups), clock, log);
      } catch (error) {
        throw blame(error, fileOf(intent.specs, error));
      } finally {
        await plant.close();
      }
      await reading;
      const { next } = waiting;
      if (isOver || next === undefined || left === 0) return;
      log.info("the configuration was read again");
      now = next;
      delete waiting.next;
      round = new AbortController();
      // It came in between, and what is to be drained is drained.
      if (stopped) round.abort();
    }
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", reload);
    stopped = true;
    await reading;
    await waiting.next?.plant.close();
  }
}

/** A configuration whose plant is open. */
interface Opened {
  readonly intent: Intent;
  readonly plant: Plant;
}

interface Round {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly remembered: LiveSummary["remembered"] | undefined;
  /** How many checks; missing: until `signal`. */
  readonly left: number | undefined;
}

async function oneRound(
  options: LiveOptions,
  { config, policies, folder }: Intent,
  plant: Plant,
  { left, ...round }: Round,
): Promise<LiveSummary> {
  const journals = options.journal === undefined ? folder : resolve(options.journal);
  const does = options.act ? "acts" : "observes and touches nothing";
  if (isTold(options)) print(`${config.name}: ${policies[0].label} ${does}; journal in ${relative(".", journals)}`);
  const tell = options.quiet ? () => undefined : options.json ? tellJson : teller(options.act ? "goes" : "would go");
  const note = noteOnce(config, policies[0], round.log);
  const tellOrders = options.act || !isTold(options) ? () => undefined : ordersTeller(folder);
  const told = (check: Check) => {
    note(check.record.observation);
    tellOrders();
    tell(check);
  };
  const summary = await runLive({
    ...round,
    config,
    plant,
    policies,
    folder,
    journals,
    told,
    ...(options.act ? { act: { state: readState(folder) } } : {}),
    ...(left === undefined ? {} : { checks: left }),
  });
  if (isTold(options)) tellSummary(summary, plant.counts());
  return summary;
}

/** Whether somebody reads words. */
function isTold({ quiet, json }: LiveOptions): boolean {
  return !quiet && !json;
}

/** At the first check, of what replicas never tell: a policy that waits for it does nothing, for good. */
function noteOnce({ written }: LiveConfig, { label, policy }: Bound, log: Log): (observation: Observation) => void {
  let isDone = false;
  return (observation) => {
    if (isDone) return;
    isDone = true;
    const readings = missedReadings(policy, observation, policy.begin(), written).filter((path) =>
      path.includes(".replicas."),
    );
    if (readings.length > 0) log.warn({ policy: label, readings }, "the policy looks for what is not read here");
  };
}

function count(written: string): number {
  if (/^[1-9]\d*$/.test(written)) return Number(written);
  throw new UsageError(`--checks ${written}: expected a whole number, 1 or more`);
}

function shadowed(name: string): PolicySpec {
  const named = namedPolicy(name);
  if (named !== undefined) return named;
  throw new UsageError(
    `--shadow ${name}: there is no such policy${didYouMean(
      name,
      catalogue.map((entry) => entry.name),
    )}`,
  );
}

/** Of those on the command line; the file's own are refused in its place. */
function refuseSameLabels({ policy, shadow }: LiveConfig, named: readonly string[]): void {
  const labels = [policy, ...shadow].map(({ label }) => label);
  for (const name of named) {
    const { label } = shadowed(name);
    if (labels.includes(label)) {
      throw new UsageError(
        `--shadow ${name}: two policies are called "${label}"; write NAME:PRESET, a module under another name, or shadow: in the configuration with a name`,
      );
    }
    labels.push(label);
  }
}

interface Bound {
  readonly label: string;
  readonly policy: Policy;
}

/** The first decides. */
async function bound(specs: readonly PolicySpec[]): Promise<[Bound, ...Bound[]]> {
  const candidates = await Promise.all(specs.map(candidateOf));
  return candidates.map(({ label, create }) => ({ label, policy: create() })) as [Bound, ...Bound[]];
}

/** The module whose policy an error names. */
function fileOf(specs: readonly PolicySpec[], error: unknown): string | undefined {
  const files = specs.flatMap(({ policy }) => ("file" in policy ? policy.file : []));
  return error instanceof UsageError && error.cause !== undefined ? files[0] : undefined;
}

/** As the configuration says, and always relative to it: wherever they are started, two runners of one configuration meet. */
export function folderOf({ folder, name, written }: LiveConfig): string {
  return resolve(folder, written.journal.folder ?? join("out", name));
}
