import type { Observation, Seconds } from "../../../policies/policy.ts";
import { deadline } from "../../deadline.ts";
import { addressOf, runFor } from "./run-for.ts";
import type { ProcessesSpec, Readiness } from "./spec.ts";
import type { Entry } from "./table.ts";

/** Notes of replicas that they serve, and of those that did that they do no longer. Without a check they serve as soon as they run. */
export async function checkReady(
  entries: readonly Entry[],
  spec: ProcessesSpec,
  queues: Observation["queues"],
  now: () => Seconds,
  signal: AbortSignal,
): Promise<void> {
  const { ready } = spec;
  const staying = entries.filter(({ draining }) => draining === undefined);
  if (ready === undefined) for (const entry of staying) entry.ready ??= now();
  else if (ready.consumers !== undefined) byConsumers(entries, queues[ready.consumers]?.consumers, now());
  else await Promise.all(staying.map((entry) => byCheck(entry, spec, ready, now, signal)));
}

/** Consumers cannot be told apart: whenever there are more than replicas that serve, or drain and served, the oldest of the others does. */
function byConsumers(entries: readonly Entry[], consumers: number | undefined, now: Seconds): void {
  if (consumers === undefined) return;
  const serving = entries.filter(({ ready }) => ready !== undefined).length;
  const warming = entries.filter(({ ready, draining }) => ready === undefined && draining === undefined);
  for (const entry of warming.slice(0, Math.max(0, consumers - serving))) entry.ready = now;
}

async function byCheck(
  entry: Entry,
  spec: ProcessesSpec,
  ready: Readiness,
  now: () => Seconds,
  signal: AbortSignal,
): Promise<void> {
  const limit = deadline(ready.timeout, signal);
  const isReady = await (ready.http === undefined
    ? succeeds(entry, spec, ready.exec ?? [], limit.signal)
    : answers(addressOf(entry, ready.http), limit.signal)
  ).finally(limit.clear);
  // Nobody waited for the answer.
  if (signal.aborted) return;
  if (isReady) {
    entry.ready ??= now();
    delete entry.unhealthy;
  } else if (entry.ready !== undefined) entry.unhealthy ??= now();
}

async function succeeds(
  entry: Entry,
  spec: ProcessesSpec,
  exec: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await runFor(entry, spec, exec, signal)).code === 0;
  } catch {
    return false;
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal, redirect: "manual" });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
