import type { FaultEntry } from "../../sim/result.ts";
import type { Drawables } from "../charts/drawable.ts";
import { formatClock } from "../format.ts";
import { html, type Markup } from "./markup.ts";

const names: Readonly<Record<string, string>> = {
  nodeLoss: "node lost",
  replicaCrash: "replicas crashed",
  brokerOutage: "broker not readable",
  sensorOutage: "sensors not readable",
  actuator: "actions late or lost",
  startFailure: "starts failed",
  manualEdit: "desired count set by hand",
  purge: "queue purged",
};

/** What went wrong whatever the policy: one table where it was the same under all, else that of the selected one. */
export function faultTables({ policies }: Drawables, heading: string): Markup | undefined {
  const lists = policies.map(({ detail }) => detail.faults ?? []);
  const [first = []] = lists;
  if (lists.every((list) => list.length === 0)) return undefined;
  const same = new Set(lists.map((list) => JSON.stringify(list))).size === 1;
  return html`<div class="faults">
<h3 id="faults-heading">${heading}</h3>
${same ? faultTable(first) : lists.map((list, index) => html`<div data-policy="${index}">${faultTable(list)}</div>`)}
</div>
`;
}

function faultTable(faults: readonly FaultEntry[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="faults-heading">
<table>
<thead><tr><th scope="col" class="number">From <span class="unit">h:mm:ss</span></th><th scope="col" class="number">Until</th><th scope="col">What</th><th scope="col">Where</th></tr></thead>
<tbody>
${faults.map(
  ({ time, until, kind, subject }) =>
    html`<tr><td class="number">${formatClock(time, true)}</td><td class="number">${until === undefined ? "" : formatClock(until, true)}</td><td>${names[kind] ?? kind}</td><td>${subject}</td></tr>
`,
)}</tbody>
</table>
</div>
`;
}
