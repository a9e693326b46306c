import type { GroupMeasures, QueueMeasures, RunMeasures } from "../../../sim/result.ts";
import { poolStories } from "./pool-stories.ts";
import { scalerStories } from "./scaler-stories.ts";

/** A policy of the scenario, and what `--set` puts in place. */
export interface Side {
  readonly policy: string;
  readonly set?: readonly string[];
}

/** A failure that the documents tell of, as something to run, and the number that shows it. */
export interface Story {
  /** What went wrong, as a sentence. */
  readonly failure: string;
  readonly scenario: string;
  /** Where it shows, and where it does not. */
  readonly shown: Side;
  readonly mended: Side;
  /** Where to look in the report. */
  readonly look: string;
  /** What the number counts. */
  readonly counts: string;
  of(run: RunMeasures): number;
  /** Whether a number is the failure. */
  fails(value: number): boolean;
}

const sampler = ({ groups }: RunMeasures) => groups.sampler as GroupMeasures;
const prompts = ({ queues }: RunMeasures) => queues.sampler_queue as QueueMeasures;
const programs = ({ queues }: RunMeasures) => queues.evaluator_queue as QueueMeasures;
const some = (value: number) => value > 0;
const published: Side = { policy: "as-published" };
const corrected: Side = { policy: "corrected" };
const documented: Side = { policy: "documented" };

const BROKEN = ["sensors.queues.loss=100%"];

export const stories: readonly Story[] = [
  {
    failure: "Start-up collapse: the search is still small, so the queues are empty, and samplers are stopped.",
    scenario: "funsearch-loop",
    shown: { ...published, set: ["horizon=20m"] },
    mended: { ...corrected, set: ["horizon=20m"] },
    look: "replicas of sampler, first minutes",
    counts: "samplers stopped in 20 minutes",
    of: (run) => sampler(run).scaleDowns,
    fails: (value) => value >= 2,
  },
  {
    failure: "Extinction: a sampler whose model does not load takes prompts and does nothing with them.",
    scenario: "funsearch-loop",
    shown: { ...published, set: ["groups.sampler.failures.blackHole=20%"] },
    mended: { ...corrected, set: ["groups.sampler.failures.exit=20%"] },
    look: "tasks lost; sampler stays at 1 with an empty queue",
    counts: "% of prompts lost",
    of: (run) => (100 * prompts(run).lost) / prompts(run).arrived,
    fails: (value) => value > 20,
  },
  {
    failure: "Busy workers are killed: work that is held but not acknowledged does not count.",
    scenario: "failures/busy-workers",
    shown: published,
    mended: corrected,
    look: "queue length: nothing waits, much is in service; tasks redelivered",
    counts: "programs begun anew",
    of: (run) => programs(run).redelivered,
    fails: some,
  },
  {
    failure: "Prompts that a sampler holds for its next batch are taken for an empty queue.",
    scenario: "failures/partial-batch",
    shown: published,
    mended: corrected,
    look: "queue length: five held, none waits",
    counts: "samplers stopped",
    of: (run) => sampler(run).scaleDowns,
    fails: some,
  },
  {
    failure: "Held prompts wait for the next one to come, however long.",
    scenario: "failures/partial-batch",
    shown: published,
    mended: { ...published, set: ["groups.sampler.batch.waits=true"] },
    look: "wait in sampler_queue",
    counts: "s of wait, p95",
    of: (run) => prompts(run).wait?.p95 ?? 0,
    fails: (value) => value > 300,
  },
  {
    failure: "A broker that cannot be read is taken for an empty queue.",
    scenario: "failures/broker-hiccup",
    shown: published,
    mended: documented,
    look: "decisions within the red band",
    counts: "samplers stopped",
    of: (run) => sampler(run).scaleDowns,
    fails: some,
  },
  {
    failure: "Its channel is broken, so every reading fails: sampler after sampler is stopped, and none comes back.",
    scenario: "failures/broker-hiccup",
    shown: { ...published, set: BROKEN },
    mended: { ...documented, set: BROKEN },
    look: "replicas of sampler: one fewer at each of the first checks",
    counts: "prompts unfinished",
    of: (run) => prompts(run).unfinished,
    fails: (value) => value > 1000,
  },
  {
    failure: "A client library answers with the length the queue had at first.",
    scenario: "burst",
    shown: { ...published, set: ["sensors.queues.period=24h"] },
    mended: published,
    look: "queue length grows, desired stays at 1",
    counts: "prompts unfinished",
    of: (run) => prompts(run).unfinished,
    fails: (value) => value > 1000,
  },
  {
    failure: "Several node-local scalers act on one reading, up and down.",
    scenario: "failures/node-local-scalers",
    shown: published,
    mended: {
      ...published,
      set: ["two", "three", "four"].map((name, index) => `controllers.${name}.check.phase=${30 * (index + 1)}s`),
    },
    look: "decisions: four at every check; the cure is to spread the checks, as the job script meant to",
    counts: "starts of evaluators",
    of: ({ groups }) => Object.values(groups).reduce((sum, { starts }) => sum + starts, 0),
    fails: (value) => value > 150,
  },
  {
    failure: "Dead samplers count, keep their GPUs, and are never replaced.",
    scenario: "failures/dead-samplers",
    shown: published,
    mended: documented,
    look: "replicas of sampler: failed ones take the place of ready ones",
    counts: "prompts unfinished",
    of: (run) => prompts(run).unfinished,
    fails: (value) => value > 1000,
  },
  {
    failure: "GPUs of samplers that were there at the start are given away again.",
    scenario: "failures/double-booking",
    shown: published,
    mended: documented,
    look: "GPU memory",
    counts: "samplers on two GPUs",
    of: (run) => sampler(run).maxReplicas,
    fails: (value) => value > 2,
  },
  {
    failure:
      "Without a GPU driver at its start a scaler takes no heed of GPUs: samplers are started by the CPU rule alone.",
    scenario: "failures/double-booking",
    shown: { ...documented, set: ["policies.1.parameters.cpuOnly=true"] },
    mended: documented,
    look: "GPU memory; service takes twice as long",
    counts: "samplers on two GPUs",
    of: (run) => sampler(run).maxReplicas,
    fails: (value) => value > 2,
  },
  {
    failure: "Samplers of an API are stopped in the middle of a call, and what they were asked for is lost.",
    scenario: "failures/api-samplers",
    shown: published,
    mended: corrected,
    look: "tasks lost; replicas of sampler stopped while they are busy",
    counts: "prompts lost",
    of: (run) => prompts(run).lost,
    fails: some,
  },
  {
    failure: "No pause between up and down: what a burst has started is stopped before the next.",
    scenario: "failures/flapping",
    shown: published,
    mended: corrected,
    look: "replicas of sampler; wait in sampler_queue",
    counts: "starts of samplers",
    of: (run) => sampler(run).starts,
    fails: (value) => value > 30,
  },
  {
    failure: "The first rewrite replaces lost consumers at every check, whatever its maximum.",
    scenario: "failures/lost-consumers",
    shown: { policy: "v2" },
    mended: { policy: "v3" },
    look: "replicas of sampler after the crash; its maximum is 4",
    counts: "samplers at most",
    of: (run) => sampler(run).maxReplicas,
    fails: (value) => value > 4,
  },
  ...scalerStories,
  ...poolStories,
];

/** What a user types to see one side of it; the report then shows all policies of the scenario. */
export function commandOf({ scenario }: Story, { set = [] }: Side): string {
  return ["npx disfun-sim run", `scenarios/${scenario}.yaml`, ...set.map((each) => `--set ${each}`)].join(" ");
}
