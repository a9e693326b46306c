import { type Held, withHeld } from "../policies/held.ts";
import type { JournalHeader, JournalRecord } from "../policies/journal.ts";
import type { Decision, Device, Group, Replica, Seconds } from "../policies/policy.ts";
import { type HeldSpan, HeldSpans } from "./held-spans.ts";
import { DecisionLog } from "./measure/decision-log.ts";
import { SignalRecord } from "./measure/signals.ts";
import type { PolicyResult, Series } from "./result.ts";

/** What a journal tells of one controller, in the form that results have. */
export interface Recorded {
  readonly controller: string | undefined;
  readonly header: JournalHeader;
  /** When it was loaded again. */
  readonly reloads: readonly Seconds[];
  readonly checks: number;
  /** Of the first and the last check, as in the journal. */
  readonly first: Seconds;
  readonly last: Seconds;
  /** Times in it count from `zero`. */
  readonly detail: PolicyResult["detail"];
  /** What was asked for otherwise than it decided, and how many more such spans there are. */
  readonly held: readonly HeldSpan[];
  readonly heldLeftOut: number;
  /** The names in it, with the memory of devices in bytes. */
  readonly names: {
    readonly queues: Readonly<Record<string, unknown>>;
    readonly groups: Readonly<Record<string, unknown>>;
    readonly nodes: Readonly<Record<string, unknown>>;
    readonly devices: Readonly<Record<string, { readonly memory: number }>>;
  };
}

type Lines = Iterable<{
  readonly header?: JournalHeader;
  readonly record?: Omit<JournalRecord, "decisions"> & { readonly decisions?: readonly Decision[] };
}>;

/**
 * The decisions of a journal and what was seen at each check, a controller each. `zeroOf` says what moment times are to count from.
 * What was not read at a check is unknown there. None where no decision is recorded.
 */
export function recorded(lines: Lines, zeroOf: (first: Seconds, last: Seconds) => Seconds): Recorded[] {
  const all = new Map<string | undefined, Recording>();
  for (const { header, record } of lines) {
    if (header !== undefined) {
      const known = all.get(header.controller);
      if (known === undefined) all.set(header.controller, new Recording(header));
      else known.reload();
    }
    if (record?.decisions === undefined) continue;
    all.get(record.controller)?.add({ ...record, decisions: record.decisions });
  }
  const found = [...all.values()].filter(({ times }) => times.length > 0);
  if (found.length === 0) return [];
  const zero = zeroOf(
    Math.min(...found.map(({ times }) => times[0] ?? 0)),
    Math.max(...found.map(({ times }) => times.at(-1) ?? 0)),
  );
  return found.map((one) => one.told(zero));
}

class Recording {
  readonly times: Seconds[] = [];
  private readonly header: JournalHeader;
  private readonly reloads: Seconds[] = [];
  private readonly columns = new Map<string, { unit: string; values: (number | null)[] }>();
  private readonly signals = new SignalRecord();
  private readonly log = new DecisionLog();
  private readonly spans = new HeldSpans();
  private readonly names = {
    queues: {} as Record<string, true>,
    groups: {} as Record<string, true>,
    nodes: {} as Record<string, true>,
    devices: {} as Record<string, { memory: number }>,
  };

  constructor(header: JournalHeader) {
    this.header = header;
  }

  reload(): void {
    this.reloads.push(this.times.at(-1) ?? 0);
  }

  add({ time, observation, decisions: decided, held = [] }: JournalRecord): void {
    this.times.push(time);
    this.spans.add(time, held);
    const decisions = withHeld(decided, held).map((decision) => asItWent(decision, held));
    const asked = new Map(
      decisions.flatMap(({ action }) => (action?.kind === "scale" ? [[action.group, action.desired]] : [])),
    );
    for (const { subject, desired } of held) if (desired !== undefined) asked.set(subject, desired);
    const changes = [...asked].flatMap(([group, to]) => {
      const from = observation.groups[group]?.desired;
      return from === undefined || from === to ? [] : [{ group, desired: { from, to } }];
    });
    this.log.add(time, undefined, { observation, decisions }, changes);
    for (const [name, queue] of Object.entries(observation.queues)) {
      this.names.queues[name] = true;
      this.put(`queue/${name}/waiting`, "1", queue.waiting);
      this.put(`queue/${name}/inService`, "1", queue.inService);
      for (const [reading, words, unit] of readings) this.put(`signal/${words} of ${name}`, unit, queue[reading]);
    }
    for (const [name, group] of Object.entries(observation.groups)) this.addGroup(name, group, asked.get(name));
    for (const [name, { cpuUtilization }] of Object.entries(observation.nodes)) {
      this.names.nodes[name] = true;
      this.put(`node/${name}/cpu`, "fraction of 1", cpuUtilization);
    }
    for (const [name, device] of Object.entries(observation.devices)) this.addDevice(name, device);
    this.signals.see(observation);
    this.signals.sample();
    for (const { values } of this.columns.values()) if (values.length < this.times.length) values.push(null);
  }

  private addGroup(name: string, { desired, replicas }: Group, asked: number | undefined): void {
    this.names.groups[name] = true;
    this.put(`group/${name}/desired`, "1", desired);
    this.put(`group/${name}/signal/asked for`, "1", asked ?? desired);
    const counts = new Map<string, number>([["ready", 0]]);
    for (const { phase = "unknown" } of replicas) counts.set(phase, (counts.get(phase) ?? 0) + 1);
    for (const phase of phases) {
      const count = counts.get(phase) ?? 0;
      const column =
        phase === "unknown" ? `group/${name}/signal/replicas nobody can tell of` : `group/${name}/${phase}`;
      if (count > 0 || phase === "ready" || this.columns.has(column)) this.put(column, "1", count);
    }
    this.put(`group/${name}/busy`, "1", busyOf(replicas));
  }

  private addDevice(key: string, { node, memoryTotal, memoryFree, utilization }: Device): void {
    const name = key.startsWith(`${node}/`) ? key : `${node}/${key}`;
    if (memoryTotal !== undefined) this.names.devices[name] = { memory: memoryTotal };
    this.put(`device/${name}/utilization`, "fraction of 1", utilization);
    const known = memoryTotal !== undefined && memoryFree !== undefined;
    this.put(`device/${name}/memory`, "B", known ? memoryTotal - memoryFree : undefined);
  }

  /** A phase that was never seen before was not there. */
  private put(name: string, unit: string, value: number | undefined): void {
    if (value === undefined) return;
    const before = this.times.length - 1;
    const column = this.columns.get(name) ?? { unit, values: [] };
    this.columns.set(name, column);
    const missing = phaseColumn.test(name) ? 0 : null;
    while (column.values.length < before) column.values.push(missing);
    column.values.push(value);
  }

  told(zero: Seconds): Recorded {
    const [first = 0, last = 0] = [this.times[0], this.times.at(-1)];
    const signals = [...this.signals.columns].map(
      ([name, values]) => [name, { unit: "of the signal", values }] as const,
    );
    const series: Series = {
      binWidth: usualGap(this.times),
      time: this.times.map((time) => time - zero),
      columns: Object.fromEntries([...this.columns, ...signals]),
    };
    return {
      controller: this.header.controller,
      header: this.header,
      reloads: this.reloads,
      checks: this.times.length,
      first,
      last,
      detail: {
        // A journal tells of no seed.
        seed: 0,
        series,
        decisions: this.log.entries.map((entry) => ({ ...entry, time: entry.time - zero })),
        decisionsLeftOut: this.log.leftOut,
        wait: {},
        sojourn: {},
      },
      held: this.spans.told(zero),
      heldLeftOut: this.spans.leftOut,
      names: this.names,
    };
  }
}

/** The last reason has the last word: where something else was asked for, that is why, with what the policy wanted. */
function asItWent(decision: Decision, held: readonly Held[]): Decision {
  const kept = held.find(({ subject }) => subject === decision.subject);
  if (kept === undefined) return decision;
  const { action, because } = decision;
  const { code, facts } = kept.because;
  const wanted = action?.kind === "scale" ? { wanted: action.desired } : {};
  return { ...decision, action: null, because: [...because, { code, facts: { ...facts, ...wanted } }] };
}

const readings = [
  ["oldestWait", "seconds of the oldest wait", "s"],
  ["arrivalRate", "arrivals a second", "1/s"],
  ["deliveryRate", "deliveries a second", "1/s"],
  ["consumers", "consumers", "1"],
] as const;
const phases = ["pending", "warming", "ready", "unhealthy", "draining", "failed", "unknown"] as const;
const phaseColumn = /^group\/.*\/(pending|warming|ready|unhealthy|draining|failed)$/;

/** Those of the open ones that serve a task; unknown where one does not tell. */
function busyOf(replicas: readonly Replica[]): number | undefined {
  const open = replicas.filter(({ phase }) => phase === "ready" || phase === "unhealthy" || phase === "draining");
  if (open.some(({ inService }) => inService === undefined)) return undefined;
  return open.filter(({ inService = 0 }) => inService > 0).length;
}

/** The median; a second where there is one check only. */
function usualGap(times: readonly Seconds[]): Seconds {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const sorted = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}
