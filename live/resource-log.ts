import { appendFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Action, Observation } from "../policies/policy.ts";
import type { Log } from "./log.ts";
import { makeFolder } from "./make-folder.ts";
import type { Scale } from "./owner.ts";
import type { ProcessEvent } from "./owners/processes/event.ts";
import { logLine } from "./resource-log/line.ts";
import { type Counters, countersOf, usageLine } from "./resource-log/usage.ts";
import { type System, system } from "./sensors/host/system.ts";

export interface ResourceLogOptions {
  readonly folder: string;
  /** Which queues groups serve, whether or not they can be seen. */
  readonly groups: Readonly<Record<string, { readonly serves: readonly string[] }>>;
  /** The groups that the log calls so. */
  readonly roles: { readonly evaluator?: string | undefined; readonly sampler?: string | undefined };
  readonly log: Log;
  /** For tests: another machine. */
  readonly world?: {
    readonly host?: string;
    readonly pid?: number;
    readonly now?: () => Date;
    readonly roots?: System;
  };
}

/** Beside what it is told, it writes about the machine, every 90 s. */
export interface ResourceLog {
  /** What was seen, and what is asked for now. */
  asking(observation: Observation, actions: readonly Action[]): void;
  happened(group: string, event: ProcessEvent): void;
  /** A check is over. */
  checked(): void;
  failed(fault: string): void;
  close(): void;
}

const PERIOD = 90_000;

/**
 * The log that DistributedFunSearch documents (docs/SCALING.md, "Monitoring Scaling Activity"), `resources_<hostname>_pid<pid>.log`, in
 * the words of its scaler, so that what reads that log reads this one. Lines tell what happened here; a count that nobody knows is
 * an ERROR and then 0, as there.
 */
export function resourceLog({ folder, groups, roles, log, world = {} }: ResourceLogOptions): ResourceLog {
  const { host = hostname(), pid = process.pid, now = () => new Date(), roots = system } = world;
  const file = join(folder, `resources_${host}_pid${pid}.log`);
  let last: Counters | undefined = countersOf(roots);
  let seen: Observation | undefined;
  let acted = false;

  function say(message: string, level: "INFO" | "WARNING" | "ERROR" = "INFO"): void {
    try {
      makeFolder(folder);
      appendFileSync(file, logLine(now(), pid, level, message));
    } catch (error) {
      log.warn({ fault: (error as Error).message }, "the resource log cannot be written");
    }
  }

  /** Of a role's queues; 0 where it has no group. */
  function countOf(group: string | undefined, observation: Observation): number {
    const queues = group === undefined ? [] : (groups[group]?.serves ?? []);
    return queues.reduce((sum, queue) => {
      const waiting = observation.queues[queue]?.waiting;
      if (waiting === undefined) say(`Error getting message count for queue '${queue}': not read`, "ERROR");
      return sum + (waiting ?? 0);
    }, 0);
  }

  function wordsOf(group: string): string {
    if (group === roles.evaluator) return "Evaluator";
    return group === roles.sampler ? "Sampler" : group;
  }

  /** `cuda:1` is the second of the GPUs that are visible; the host has numbers of its own. */
  function gpuOf(uuid: string): { name: string; index: number } | undefined {
    const devices = Object.entries(seen?.devices ?? {});
    const position = devices.findIndex(([name]) => name === uuid);
    const index = devices[position]?.[1].index;
    return index === undefined ? undefined : { name: `cuda:${position}`, index };
  }

  function usage(): void {
    const after = countersOf(roots);
    if (last !== undefined && after !== undefined) say(usageLine(roots, last, after, seen?.devices ?? {}));
    last = after;
  }

  say("Starting scaling loop");
  const timer = setInterval(usage, PERIOD).unref();

  return {
    asking(observation, actions) {
      [seen, acted] = [observation, false];
      const [evaluators, samplers] = [countOf(roles.evaluator, observation), countOf(roles.sampler, observation)];
      say(`Message counts are ${evaluators} and ${samplers}`);
      for (const action of actions) {
        if (action.kind !== "scale") continue;
        const { group } = action;
        const by = action.desired - (observation.groups[group]?.desired ?? 0);
        if (group === roles.evaluator && by > 0) say(`Can scale evaluators with messages in queue ${evaluators}`);
        if (group === roles.evaluator && by < 0 && evaluators === 0)
          say("Zero messages in the queue and not last Evaluator, terminating ...");
        if (group !== roles.sampler) continue;
        if (by > 0) {
          say(`Assignment is ${assignment(action)}`);
          say(`Can scale samplers with messages in queue  ${samplers}`);
        }
        if (by < 0 && samplers === 0) say("Can terminate a sampler with messages in queue 0");
      }
    },
    happened(group, { kind, pid: which, devices: [uuid] = [], signal = "SIGTERM", grace }) {
      const process = `${wordsOf(group)} process (PID: ${which})`;
      const gpu = uuid === undefined ? undefined : gpuOf(uuid);
      acted ||= kind === "started" || kind === "told";
      if (kind === "started" && group === roles.sampler)
        say(
          `Started ${process} ${gpu === undefined ? "in CPU-only mode." : `on GPU ${gpu.name} (host GPU: ${gpu.index})`}`,
        );
      else if (kind === "started") say(`Started ${process}`);
      if (kind === "told") say(`Sent ${signal} to ${process}. Waiting for termination...`);
      if (kind === "killed") say(`${process} did not terminate in ${grace}s. Sending SIGKILL.`, "WARNING");
      if (kind !== "ended") return;
      if (gpu !== undefined) say(`Freed GPU assignment for PID ${which}: ${gpu.name}`);
      say(`Terminated ${process}`);
    },
    checked() {
      if (!acted) say("No scaling action taken in this iteration.");
    },
    failed: (fault) => say(`Scaling loop encountered an error: ${fault}`, "ERROR"),
    close: () => clearInterval(timer),
  };

  function assignment({ start: [first] = [] }: Scale): string {
    const gpu = first?.place === undefined ? undefined : gpuOf(first.place);
    return gpu === undefined ? "True" : `(${gpu.index}, '${gpu.name}')`;
  }
}
