import { shownRun } from "../shown-run.ts";
import { alertsOf } from "./alerts.ts";
import type { Drawable, Drawables } from "./drawable.ts";
import { laneKinds, laneNames } from "./lanes.ts";
import { compact, type Table } from "./table.ts";
import { thinned } from "./thinned.ts";

/** What all charts of a result share: the names in it, short names for its columns, one time axis. */
export interface Layout {
  readonly queues: readonly string[];
  readonly groups: readonly string[];
  readonly nodes: readonly { readonly name: string; readonly devices: readonly Device[] }[];
  readonly policies: readonly string[];
  /** Of decisions, without the alerts. */
  readonly subjects: readonly string[];
  readonly alerts: readonly string[];
  /** Columns of gauges that ever changed under a policy. */
  readonly signals: readonly string[];
  /** Replicas that are on no lane, over all policies. */
  readonly livesLeftOut: number;
  /** Names of a group's lanes, and what is on them. */
  lanes(group: string): readonly string[];
  kinds(group: string): ReadonlySet<string>;
  /** Whether faults came about under any policy. */
  readonly faults: boolean;
  /** Whether a live runner asked for something else than a policy decided. */
  readonly held: boolean;
  /** Pixels left of every plot. */
  readonly axisWidth: number;
  /** Unix time of the zero, and whether moments are told by the time of day. */
  readonly start: number;
  readonly wallClock: boolean;
  /** Seconds to the end of the longest run shown. */
  readonly end: number;
  /** The short name of a series column; missing where no policy has it. */
  field(column: string): string | undefined;
  /** The largest value of these columns over all policies, so that every policy is drawn to the same scale; `stacked`: of their sum. */
  largest(columns: readonly string[], stacked?: "stacked"): number;
}

interface Device {
  readonly name: string;
  /** `node1/0`, for axes. */
  readonly short: string;
  /** Bytes it has. */
  readonly memory: number;
}

const gib = 2 ** 30;

export function layoutOf(result: Drawables): Layout {
  const tables = result.policies.map(columnsOf);
  const names = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const fields = new Map(names.map((name, index) => [name, `c${index}`]));
  const runs = result.policies.flatMap((policy) => policy.runs.slice(0, 1));
  const devices = runs.flatMap((run) =>
    Object.entries(run.devices).map(([name, { memory }]) => ({ name, short: shortened(name), memory })),
  );
  const unique = [...new Map(devices.map((device) => [device.name, device])).values()];
  const alerts = alertsOf(result.policies);
  const about = new Set(result.policies.flatMap((policy) => policy.detail.decisions.map(({ subject }) => subject)));
  const subjects = [...about].filter((subject) => !alerts.includes(subject));
  return {
    queues: keysOf(runs.map((run) => run.queues)),
    groups: keysOf(runs.map((run) => run.groups)),
    nodes: keysOf(runs.map((run) => run.nodes)).map((name) => ({
      name,
      devices: unique.filter((device) => device.name.startsWith(`${name}/`)),
    })),
    subjects,
    alerts,
    signals: names.filter(
      (name) => /(^|\/)signal\//.test(name) && tables.some((table) => varies(table.get(name) ?? [])),
    ),
    livesLeftOut: result.policies.reduce((sum, { detail }) => sum + (detail.livesLeftOut ?? 0), 0),
    lanes: (group) => laneNames(result.policies, group),
    kinds: (group) => laneKinds(result.policies, group),
    faults: result.policies.some(({ detail }) => (detail.faults ?? []).length > 0),
    held: result.policies.some(({ held = [] }) => held.length > 0),
    axisWidth: widthFor([...subjects, ...alerts, ...unique.map(({ short }) => short)]),
    policies: result.policies.map((policy) => policy.label),
    start: result.start,
    wallClock: result.wallClock === true,
    end: Math.max(1, ...result.policies.map(endOf)),
    field: (column) => fields.get(column),
    largest: (columns, stacked) =>
      Math.max(
        0,
        ...tables.map((table) =>
          largestOf(
            columns.map((name) => table.get(name) ?? []),
            stacked,
          ),
        ),
      ),
  };
}

function varies(values: readonly (number | null)[]): boolean {
  return new Set(values.filter((value) => value !== null)).size > 1;
}

function shortened(device: string): string {
  return device.replace(/\/gpu(\d+)$/, "/$1");
}

/** About six pixels a character, within what a phone can spare. */
function widthFor(labels: readonly string[]): number {
  return Math.min(84, Math.max(46, 12 + 6 * Math.max(0, ...labels.map((label) => label.length))));
}

/** A policy's series under the layout's short names, with `t` the start of each bin; a long one is thinned. */
export function seriesTable(policy: Drawable, layout: Layout): Table {
  const named = [...columnsOf(policy)].map(([name, values]) => ({ name, values, set: stackOf(name) }));
  const sets = [...new Set(named.map(({ set }) => set))].map((set) => named.filter((one) => one.set === set));
  const kept = thinned(
    policy.detail.series.time,
    sets.map((set) => set.map(({ values }) => values)),
    mostBins,
  );
  const columns = sets.flatMap((set, at) =>
    set.map(({ name }, place) => [layout.field(name) ?? name, (kept.sets[at]?.[place] ?? []).map(compact)] as const),
  );
  // The last bin is drawn to its end.
  const closing = kept.time.length === 0 ? [] : [endOf(policy)];
  return {
    t: [...kept.time, ...closing],
    ...Object.fromEntries(
      columns.map(([name, values]) => [name, closing.length === 0 ? values : [...values, values.at(-1) ?? null]]),
    ),
  };
}

/** About as many as a wide plot has pixels for, at two or three each. */
const mostBins = 480;

/** Phases of a group are drawn on top of each other. */
function stackOf(column: string): string {
  return column.replace(/^(group\/.*)\/(pending|warming|ready|draining|unhealthy|failed)$/, "$1");
}

/**
 * The columns the charts read: those of the result, with shares in percent, counts of tasks by the second, and for each node, the mean utilization of its GPUs
 * and the GPU memory in use in GiB. A node's mean is over the GPUs that are known; its sum is unknown when one of them is.
 */
function columnsOf(policy: Drawable): Map<string, readonly (number | null)[]> {
  const { columns } = policy.detail.series;
  const found = new Map<string, readonly (number | null)[]>();
  for (const [name, { unit, values }] of Object.entries(columns)) {
    if (name.startsWith("device/")) continue;
    if (/^queue\/.*\/(arrived|completed)$/.test(name)) found.set(name, rates(policy, values));
    else found.set(name, unit === "fraction of 1" ? values.map((value) => value && value * 100) : values);
  }
  for (const node of Object.keys(policy.runs[0]?.nodes ?? {})) {
    const of = (what: string) =>
      Object.keys(policy.runs[0]?.devices ?? {})
        .filter((device) => device.startsWith(`${node}/`))
        .flatMap((device) => columns[`device/${device}/${what}`] ?? [])
        .map((column) => column.values);
    const utilizations = of("utilization");
    const memories = of("memory");
    if (utilizations.length > 0)
      found.set(
        `node/${node}/gpu`,
        across(utilizations, (known) => (100 * total(known)) / known.length),
      );
    if (memories.length > 0)
      found.set(
        `node/${node}/gpuMemory`,
        across(memories, (known) => (known.length < memories.length ? null : total(known) / gib)),
      );
  }
  return found;
}

/** Counts of bins, the last of which may be shorter, by the second. */
function rates(policy: Drawable, counts: readonly (number | null)[]): (number | null)[] {
  const { time, binWidth } = policy.detail.series;
  const end = endOf(policy);
  return counts.map((count, bin) => {
    const width = Math.min(binWidth, end - (time[bin] ?? 0));
    return count === null || width <= 0 ? count : count / width;
  });
}

/** The end of the last bin; a run may end within it. */
function endOf(policy: Drawable): number {
  const { time, binWidth } = policy.detail.series;
  const last = time.at(-1) ?? 0;
  return Math.min(last + binWidth, Math.max(shownRun(policy)?.duration ?? Number.POSITIVE_INFINITY, last));
}

function across(
  columns: readonly (readonly (number | null)[])[],
  fold: (known: number[]) => number | null,
): (number | null)[] {
  return (columns[0] ?? []).map((_, bin) => {
    const known = columns.flatMap((column) => column[bin] ?? []);
    return known.length === 0 ? null : fold(known);
  });
}

function largestOf(columns: readonly (readonly (number | null)[])[], stacked?: "stacked"): number {
  let largest = 0;
  const bins = Math.max(0, ...columns.map((column) => column.length));
  for (let bin = 0; bin < bins; bin++) {
    const values = columns.map((column) => column[bin] ?? 0);
    largest = Math.max(largest, stacked === undefined ? Math.max(...values) : total(values));
  }
  return largest;
}

function keysOf<T>(records: readonly Readonly<Record<string, T>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
