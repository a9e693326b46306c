import type { Result } from "../../sim/result.ts";
import { alertTable } from "../charts/alerts.ts";
import type { Chart } from "../charts/chart.ts";
import { costTable } from "../charts/cost.ts";
import type { Drawables } from "../charts/drawable.ts";
import { faultTable } from "../charts/faults.ts";
import { memoryTable } from "../charts/gpu-memory-map.ts";
import type { Charts } from "../charts/index.ts";
import { laneTable } from "../charts/lanes.ts";
import { latencyTable } from "../charts/latency.ts";
import { type Layout, seriesTable } from "../charts/layout.ts";
import { policyColor } from "../charts/policy-scale.ts";
import { packed } from "../charts/table.ts";
import { steps } from "../charts/time-axis.ts";
import { tradeoffTable } from "../charts/tradeoff-points.ts";
import { scenarioFacts } from "../scenario-facts.ts";
import { decisionData } from "./decision-data.ts";

/** What a page with many policies has room for, over all of them. */
const mostStretches = 9000;
const mostObservations = 2500;

/** What the script in the page of a result reads. */
export function pageData(
  result: Result,
  layout: Layout,
  charts: Charts,
  compile: (spec: Chart["spec"]) => unknown,
): unknown {
  const all = Object.values<readonly Chart[]>({ ...charts }).flat();
  return {
    ...timeData(result, layout, all, compile),
    latency: packed(latencyTable(result)),
    cost: packed(costTable(result)),
    tradeoff: packed(tradeoffTable(result)),
    moments: momentFields(result, layout),
  };
}

/** What the script reads on any page: policies over time, and these charts. */
export function timeData(
  set: Drawables,
  layout: Layout,
  charts: readonly Chart[],
  compile: (spec: Chart["spec"]) => unknown,
) {
  const count = Math.max(1, set.policies.length);
  return {
    start: set.start,
    wallClock: set.wallClock,
    source: set.source ?? "result.json",
    end: layout.end,
    steps,
    policies: set.policies.map((policy, index) => ({
      label: policy.label,
      color: policyColor(index),
      bins: packed(seriesTable(policy, layout)),
      heat: packed(memoryTable(policy, layout)),
      lanes: packed(laneTable(policy, layout.end, Math.floor(mostStretches / count))),
      faults: packed(faultTable(policy, layout.end)),
      alerts: packed(alertTable(policy, layout.end)),
      ...decisionData(policy, Math.floor(mostObservations / count)),
    })),
    charts: Object.fromEntries(
      charts.map(({ id, spec, cursor, overview }) => [
        id,
        {
          data: dataName(spec),
          cursor,
          overview,
          zooms: hasParam(spec, "from"),
          selects: hasParam(spec, "selected"),
          faults: JSON.stringify(spec).includes('{"name":"faults"}'),
          spec: compile(spec),
        },
      ]),
    ),
  };
}

/** By group: what is told of every policy at one moment. */
function momentFields(result: Result, layout: Layout) {
  const { groups } = scenarioFacts(result);
  const known = (label: string, column: string) => {
    const field = layout.field(column);
    return field === undefined ? [] : [{ field, label }];
  };
  return Object.fromEntries(
    layout.groups.map((group) => {
      const serves = groups.find(({ name }) => name === group)?.serves ?? [];
      const fields = [
        ...known("desired", `group/${group}/desired`),
        ...known("ready", `group/${group}/ready`),
        ...known("warming", `group/${group}/warming`),
        ...known("busy", `group/${group}/busy`),
        ...serves.flatMap((queue) =>
          known(serves.length > 1 ? `waiting in ${queue}` : "waiting", `queue/${queue}/waiting`),
        ),
      ];
      return [group, fields];
    }),
  );
}

function hasParam({ params = [] }: Chart["spec"], name: string): boolean {
  return params.some((param) => param.name === name);
}

function dataName(spec: Chart["spec"]): string {
  return spec.data !== undefined && spec.data !== null && "name" in spec.data ? String(spec.data.name) : "";
}
