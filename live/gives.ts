import type { Queue } from "../policies/policy.ts";
import { type Reading, SensorFault } from "./sensor.ts";

const QUEUE_READINGS = [
  "waiting",
  "inService",
  "oldestWait",
  "arrivalRate",
  "deliveryRate",
  "consumers",
] as const satisfies readonly (keyof Queue)[];

/** What the keys of `gives` look like; names have letters, digits, _ and -. */
export const TARGET = new RegExp(
  `^(?:signals\\.[\\w-]+|groups\\.[\\w-]+\\.[\\w-]+|queues\\.[\\w-]+\\.(?:${QUEUE_READINGS.join("|")}))$`,
);
export const TARGETS = `signals.NAME, groups.GROUP.NAME or queues.QUEUE.READING, where a reading is one of ${QUEUE_READINGS.join(", ")}`;

/** Which value of a document is which reading: `queues.samplers.waiting` from `/queues/0/ready`, a JSON pointer. */
export type Gives = Readonly<Record<string, string>>;

/**
 * Picks readings out of a document. Null means that its owner does not know either: left out, and no fault. A pointer that leads
 * nowhere and a value that is no number are told to `failed`.
 */
export function pick(document: unknown, gives: Gives, failed: (fault: SensorFault) => void): Reading {
  const read = emptyTables();
  for (const [target, pointer] of Object.entries(gives)) {
    const value = valueAt(document, pointer);
    if (value === null) continue;
    if (typeof value === "number" && Number.isFinite(value)) put(read, target, value);
    else failed(new SensorFault("refused", wrong(pointer, value), ["gives", target]));
  }
  return read;
}

/** The queues that it tells of; they stay listed. */
export function listedQueues(gives: Gives): Reading {
  const names = Object.keys(gives).flatMap((target) =>
    target.startsWith("queues.") ? (target.split(".")[1] ?? []) : [],
  );
  return { queues: Object.fromEntries(names.map((name) => [name, {}])) };
}

interface Tables {
  readonly signals: Record<string, number>;
  readonly queues: Record<string, Record<string, number>>;
  readonly groups: Record<string, { readonly signals: Record<string, number> }>;
}

function emptyTables(): Tables {
  return { signals: {}, queues: {}, groups: {} };
}

function put({ signals, queues, groups }: Tables, target: string, value: number): void {
  const [table, owner = "", reading = ""] = target.split(".");
  if (table === "signals") signals[owner] = value;
  else if (table === "queues") queues[owner] = { ...queues[owner], [reading]: value };
  else groups[owner] = { signals: { ...groups[owner]?.signals, [reading]: value } };
}

/** Where a JSON pointer leads (RFC 6901); undefined where it leads nowhere. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

function wrong(pointer: string, value: unknown): string {
  const where = pointer === "" ? "the answer" : `the value at ${pointer}`;
  if (value === undefined) return `there is nothing at ${pointer}`;
  const found =
    typeof value === "string"
      ? JSON.stringify(value.slice(0, 60))
      : typeof value === "object"
        ? "no single value"
        : String(value);
  return `${where} is ${found}, expected a number`;
}
