import { type Ran, runCommand } from "../../run-command.ts";
import type { ProcessesSpec } from "./spec.ts";
import type { Entry } from "./table.ts";

/** Runs a program that asks about a replica, which it finds in its environment. */
export function runFor(
  { id, process: itself, port }: Entry,
  { environment, folder }: ProcessesSpec,
  command: readonly string[],
  signal: AbortSignal,
): Promise<Ran> {
  const own = {
    DISFUN_REPLICA_ID: id,
    DISFUN_REPLICA_PID: String(itself?.pid),
    ...(port === undefined ? {} : { PORT: String(port) }),
  };
  return runCommand(command, { signal, folder, environment: { ...process.env, ...environment, ...own } });
}

/** An address with the port of a replica in it. */
export function addressOf({ port }: Entry, url: string): string {
  return url.replaceAll("{port}", String(port));
}
