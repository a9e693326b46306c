import { z } from "zod";
import { quantity, strict } from "./fields.ts";
import type { RecordedSignal } from "./scenario.ts";
import { duration } from "./unit-kinds.ts";

const NAMES = [
  "latencyP50",
  "latencyP95",
  "errorRatio",
  "serviceTime",
  "episodeDuration",
  "episodesPerHour",
  "checkpointsPerHour",
  "failuresPerHour",
] as const satisfies readonly RecordedSignal[];

const window = quantity(duration, 0).optional();

/** What has to be recorded task by task, and so is measured only where it is asked for. */
export const signals = z
  .union([
    z
      .array(z.enum(NAMES))
      .describe("By name, each over the window of the groups sensor, or an hour if counted by the hour."),
    strict({
      latencyP50: window.describe("Median time from arrival to completion, of tasks completed in so long."),
      latencyP95: window.describe("95th percentile of the time from arrival to completion."),
      errorRatio: window.describe(
        "Tasks whose service was cut short, over all that ended. Always given, over the window of the groups sensor if not named here.",
      ),
      serviceTime: window.describe("Mean time from the beginning of service to completion."),
      episodeDuration: window.describe("The same; a task is an episode."),
      episodesPerHour: window.describe("Completed tasks an hour."),
      checkpointsPerHour: window.describe("Checkpoints an hour for each ready replica; needs checkpointEvery."),
      failuresPerHour: window.describe(
        "Replicas of the group that ended an hour without being asked to: starts that failed, and replicas that died. A start that hangs is none.",
      ),
    }).describe("By name, with the window of each."),
  ])
  .describe(
    "Signals of the group that need a record of every task or failure. Default: none. Without asking there are throughput, errorRatio, cpuUtilization, memoryUtilization, gpuUtilization and vramUtilization.",
  );
