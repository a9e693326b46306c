import type { Life } from "../../sim/result.ts";
import { shownRun } from "../shown-run.ts";
import type { Chart } from "./chart.ts";
import type { Drawable } from "./drawable.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";
import { compact, type Table, tableOf } from "./table.ts";

/** What a stretch of a lane can be, by its number in the table, and the color it has. */
const kinds = [
  { name: "pending", color: "var(--pending)" },
  { name: "warming", color: "var(--warming)" },
  { name: "idle", color: "var(--idle)" },
  { name: "busy", color: "var(--ready)" },
  { name: "unhealthy", color: "var(--unhealthy)" },
  { name: "draining", color: "var(--draining)" },
  { name: "failed", color: "var(--failed)" },
  { name: "killed", color: "var(--killed)" },
] as const;
type Kind = (typeof kinds)[number]["name"];

/** A lane a GPU or a replica of one group, from its start until it is gone: what it was, and how much of the time at work. */
export function lanes(layout: Layout, group: string): Chart | undefined {
  const names = layout.lanes(group);
  if (names.length === 0) return undefined;
  const onDevices = names.some((name) => name.includes("/"));
  const left = layout.livesLeftOut;
  return {
    id: `lanes-${group}`,
    title: `${onDevices ? "GPUs" : "Replicas"} of ${group}, one by one`,
    note: [
      `A lane a ${onDevices ? "GPU" : "replica, new ones on the first that is free"}. The fuller, the more of the time at work.`,
      ...(left === 0 ? [] : ["Of large groups only the first lanes are drawn, for some policies not all replicas."]),
    ].join(" "),
    legend: kinds
      .filter(({ name }) => layout.kinds(group).has(name))
      .map(({ name, color }) => ({ label: name, color, shape: "area" })),
    cursor: {
      kind: "rows",
      row: "l",
      of: { field: "g", is: group },
      each: "i",
      values: [
        { field: "k", label: "", unit: "" },
        { field: "s", label: "at work", unit: "%" },
      ],
      nothing: "no replica",
    },
    spec: rows(layout, {
      data: "lanes",
      field: "l",
      names,
      label: "replace(datum.value, '/gpu', '/')",
      step: names.length > 24 ? 7 : 13,
      gap: 0.18,
      filter: `datum.g === ${JSON.stringify(group)}`,
      encoding: {
        color: {
          field: "k",
          type: "nominal",
          scale: { domain: kinds.map(({ name }) => name), range: kinds.map(({ color }) => color) },
          legend: null,
        },
        opacity: { field: "o", type: "quantitative", scale: { domain: [0, 1], range: [0, 1] }, legend: null },
      },
    }),
  };
}

/** The lanes of a group: its GPUs if its replicas have some. */
export function laneNames(policies: readonly Drawable[], group: string): string[] {
  const lives = policies.flatMap(({ detail }) => (detail.lives ?? []).filter((life) => life.group === group));
  const devices = new Set(lives.flatMap(({ devices = [] }) => devices));
  const order = policies.flatMap(({ runs }) => Object.keys(runs[0]?.devices ?? {}));
  if (devices.size > 0) return [...new Set(order)].filter((device) => devices.has(device));
  const most = Math.max(-1, ...lives.map(({ lane }) => lane));
  return Array.from({ length: most + 1 }, (_, lane) => String(lane + 1));
}

/** What the stretches of a group's lanes are, over all policies. */
export function laneKinds(policies: readonly Drawable[], group: string): ReadonlySet<string> {
  const lives = policies.flatMap(({ detail }) => (detail.lives ?? []).filter((life) => life.group === group));
  return new Set<Kind>(
    lives.flatMap(({ phases, killed, busy }) => [
      ...phases.map(({ phase }) => (phase === "ready" ? "idle" : phase)),
      ...(busy.shares.some((share) => share > 0) ? (["busy"] as const) : []),
      ...(killed ? (["killed"] as const) : []),
    ]),
  );
}

interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly kind: Kind;
  /** Share of the time at work. */
  readonly share?: number;
}

/**
 * `g` the group, `l` the lane, from `t` to `u`, `k` what it was, `o` how opaque, `i` the replica, `s` percent of the time at work.
 * Where there are more than so many stretches, bins are joined until there are fewer; changes of phase are never.
 */
export function laneTable(policy: Drawable, end: number, most: number): Table {
  const { lives = [], series } = policy.detail;
  const over = Math.min(end, shownRun(policy)?.duration ?? end);
  const width = series.binWidth;
  let join = 1;
  let all = lives.map((life) => stretches(life, over, width, join));
  while (all.reduce((sum, each) => sum + each.length, 0) > most && join < series.time.length) {
    join *= 2;
    all = lives.map((life) => stretches(life, over, width, join));
  }
  return tableOf(
    lives.flatMap((life, index) =>
      (life.devices ?? [String(life.lane + 1)]).flatMap((l) =>
        (all[index] ?? []).map(({ from, until, kind, share }) => ({
          g: life.group,
          l,
          t: round(from),
          u: round(until),
          k: kind,
          o: kind === "busy" ? compact(share) : 1,
          i: life.replica,
          s: share === undefined ? null : Math.round(100 * share),
        })),
      ),
    ),
  );
}

/** The phases, and over those in which it can work the bins in which it did. */
function stretches(life: Life, end: number, width: number, join: number): Stretch[] {
  const { phases, until = end, busy, killed } = life;
  const spans = phases.map(({ phase, time }, index) => ({
    from: time,
    until: phases[index + 1]?.time ?? until,
    kind: phase === "ready" ? "idle" : phase,
  })) satisfies Stretch[];
  const opens = phases.find(({ phase }) => phase === "ready")?.time;
  const work: Stretch[] = [];
  if (opens !== undefined) {
    const first = Math.floor(busy.bin / join) * join;
    for (let bin = first; bin < busy.bin + busy.shares.length; bin += join) {
      const known = Array.from({ length: join }, (_, at) => busy.shares[bin + at - busy.bin] ?? 0);
      const share = Math.round((4 * known.reduce((sum, one) => sum + one, 0)) / join) / 4;
      const [from, to] = [Math.max(opens, bin * width), Math.min(until, (bin + join) * width)];
      const last = work.at(-1);
      if (share === 0 || to <= from) continue;
      if (last?.share === share && last.until === from) work[work.length - 1] = { ...last, until: to };
      else work.push({ from, until: to, kind: "busy", share });
    }
  }
  // Wide enough to be seen, from the moment on.
  const death: Stretch[] = killed ? [{ from: until, until: until + end / 250, kind: "killed" }] : [];
  return [...spans, ...work, ...death];
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
