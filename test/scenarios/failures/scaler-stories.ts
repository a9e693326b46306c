import type { RunMeasures } from "../../../sim/result.ts";
import type { Story } from "./stories.ts";

const shown = { policy: "as-published" };
const mended = { policy: "corrected" };

function starts(group: string) {
  return ({ groups }: RunMeasures) => groups[group]?.starts ?? 0;
}

/** What its documentation promises and OpenGRIS Scaler 1.16.2 does not keep. */
export const scalerStories: readonly Story[] = [
  {
    failure: "Scaler's vanilla shuts down its last group while it works, and starts it anew.",
    scenario: "failures/vanilla-last-group",
    shown,
    mended,
    look: "replicas of adapter; tasks redelivered",
    counts: "tasks begun anew",
    of: ({ queues }) => queues.tasks?.redelivered ?? 0,
    fails: (value) => value > 0,
  },
  {
    failure: "While workers boot, Scaler's vanilla starts another group at every heartbeat.",
    scenario: "failures/vanilla-last-group",
    shown,
    mended,
    look: "replicas of adapter: four where one would do",
    counts: "groups at most",
    of: ({ groups }) => groups.adapter?.maxReplicas ?? 0,
    fails: (value) => value > 1,
  },
  {
    failure: "A large group is shut down although its end calls for a start at once.",
    scenario: "failures/large-group",
    shown,
    mended,
    look: "replicas of adapter",
    counts: "groups started in an hour",
    of: starts("adapter"),
    fails: (value) => value > 100,
  },
  {
    failure: "Capability livelock: groups of an adapter that reports nothing are started and shut down in turns.",
    scenario: "failures/capability-livelock",
    shown,
    mended,
    look: "replicas of native; tasks unfinished after two minutes",
    counts: "tasks that never finish, of 16",
    of: ({ queues }) => queues.gpu_tasks?.unfinished ?? 0,
    fails: (value) => value > 0,
  },
  {
    failure: "Every adapter is asked for what tasks need: the one without GPUs starts and ends groups in turns.",
    scenario: "capability-mix",
    shown,
    mended,
    look: "replicas of cpu while GPU tasks wait",
    counts: "groups of CPU workers started",
    of: starts("cpu"),
    fails: (value) => value > 20,
  },
];
