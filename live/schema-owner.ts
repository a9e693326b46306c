import { z } from "zod";
import { duration, name, quantity, strict } from "../scenarios/index.ts";
import { oneOf } from "./one-of.ts";
import { secret } from "./secret.ts";

const words = z.array(z.string().min(1)).min(1);

const SIGNALS = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

const processFields = strict({
  run: words.describe("Program and arguments of a replica; no shell."),
  folder: z
    .string()
    .min(1)
    .prefault(".")
    .describe("Where it runs, relative to this file. Default: the folder of this file."),
  environment: z
    .record(z.string().min(1), secret)
    .prefault({})
    .describe(
      "Variables beside the runner's own. Each replica also gets DISFUN_REPLICA_ID, and CUDA_VISIBLE_DEVICES and PORT where it has them. Default: none.",
    ),
  port: z
    .int()
    .min(1)
    .max(65535)
    .exactOptional()
    .describe("First port of the replicas. Each gets the lowest from there that no other has, as PORT. Default: none."),
  ready: strict({
    exec: words
      .exactOptional()
      .describe(
        "Program that succeeds when the replica DISFUN_REPLICA_ID, with the process DISFUN_REPLICA_PID, serves.",
      ),
    http: z
      .string()
      .regex(/^https?:\/\/\S/, { error: "write http://host or https://host" })
      .exactOptional()
      .describe("Address that answers with a status of 2xx when the replica serves; {port} in it is the replica's."),
    consumers: name
      .exactOptional()
      .describe("Queue that only these replicas consume from: each new consumer is the oldest that was not ready."),
    timeout: quantity(duration, 0).prefault("5s").describe("How long one check may take. Default: 5s."),
  })
    .check(oneOf("a check of readiness", ["exec", "http", "consumers"]))
    .exactOptional()
    .describe("How to tell that a replica serves. Default: it does as soon as it runs."),
  inService: strict({
    exec: words
      .exactOptional()
      .describe(
        "Program that prints how many tasks the replica DISFUN_REPLICA_ID, with the process DISFUN_REPLICA_PID, has under way.",
      ),
    http: z
      .string()
      .regex(/^https?:\/\/\S/, { error: "write http://host or https://host" })
      .exactOptional()
      .describe("Address that answers with it; {port} in it is the replica's."),
    at: z
      .string()
      .regex(/^(\/|$)/, { error: "write a JSON pointer, such as /tasks/running" })
      .prefault("")
      .describe("JSON pointer to the number in what is printed or answered. Default: that is the number."),
    timeout: quantity(duration, 0)
      .prefault("1s")
      .describe("How long an answer may take; what is not known then is unknown to the policy. Default: 1s."),
  })
    .check(oneOf("a question how many tasks are under way", ["exec", "http"]))
    .exactOptional()
    .describe(
      "How replicas that serve are asked, at every check, how many tasks they have under way: 0 is idle. Default: nobody knows.",
    ),
  drain: strict({
    signal: z.enum(SIGNALS).prefault("SIGTERM").describe("What tells it to finish. Default: SIGTERM."),
    grace: quantity(duration).prefault("30s").describe("How long it may take before it is killed. Default: 30s."),
  })
    .prefault({})
    .describe("How a replica is ended, with all it started."),
  backoff: strict({
    first: quantity(duration, 0)
      .prefault("1s")
      .describe("Wait after a crash; twice as long after each further one. Default: 1s."),
    most: quantity(duration, 0)
      .prefault("5m")
      .describe("Longest wait. A replica that lives longer makes up for crashes. Default: 5m."),
  })
    .prefault({})
    .describe("How long a start waits after crashes."),
}).describe(
  "Processes of this machine, each the leader of a process group, with a log in <journal folder>/groups/logs.",
);

const commandFields = strict({
  read: words.describe(
    "Program and arguments that print what runs, as JSON: how many, or {desired, replicas: [{id, phase, started, node, devices, inService}]}. It runs in this file's folder.",
  ),
  scale: words
    .optional()
    .describe(
      "Program and arguments that ask for a count; {desired} in them becomes it, {release} the ids of those to end. Default: it cannot be asked.",
    ),
}).describe("Anything with a command line.");

/** Who keeps the replicas of a group, and so knows how many there are. */
export const ownerFields = strict({
  command: commandFields.optional(),
  processes: processFields.optional(),
  timeout: quantity(duration, 0).prefault("5s").describe("How long it may take to tell, or to be asked. Default: 5s."),
})
  .check(oneOf("an owner", ["command", "processes"]))
  .describe("Who keeps the replicas and tells how many there are.");

export type OwnerFile = z.output<typeof ownerFields>;
