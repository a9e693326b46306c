import type { PolicyResult } from "../../sim/result.ts";
import { formatNamed } from "../format.ts";
import { html, type Markup, raw } from "./markup.ts";
import { policyName } from "./policy-name.ts";

type Bound = Pick<PolicyResult, "label" | "policy" | "policyVersion" | "parameters">;

/** Parameters as bound, defaults filled in: a row a parameter, a column a policy. */
export function parameters(result: { readonly policies: readonly Bound[] }): Markup {
  const columns = result.policies.map(({ parameters }) => flattened(parameters));
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const values = (name: string) => columns.flatMap((column) => column.get(name) ?? []);
  // A wrapper around one of two that are otherwise the same is what differs.
  const lacking = (name: string, kind: string) =>
    result.policies.some(({ policy }, index) => policy === kind && !columns[index]?.has(name));
  const differs = (name: string) =>
    new Set(values(name)).size > 1 ||
    result.policies.some(({ policy }, index) => columns[index]?.has(name) && lacking(name, policy));
  const usual = (name: string) => mostFrequent(values(name));
  const isOther = (value: string | undefined, name: string, index: number) =>
    value !== undefined && (value !== usual(name) || lacking(name, result.policies[index]?.policy ?? ""));
  return html`<section class="parameters wide" aria-labelledby="parameters-heading">
<h2 id="parameters-heading">Parameters</h2>
<p class="note">In seconds, bytes and shares of 1 unless a policy says otherwise; empty where a policy has no such parameter. Marked: where policies that have a parameter differ in it, or only some of one kind have it.</p>
${names.some(differs) ? html`<label class="only js-only"><input type="checkbox"${names.length > mostRead && names.some(differs) ? raw(" checked") : undefined}>Only differences</label>` : undefined}
<div class="scroll" tabindex="0" role="region" aria-labelledby="parameters-heading">
<table>
<thead><tr><th scope="col" class="sticky">Parameter</th>${result.policies.map(
    (policy, index) => html`<th scope="col">${policyName(policy.label, index)}</th>`,
  )}</tr></thead>
<tbody>
<tr><th scope="row" class="sticky">policy</th>${result.policies.map(
    (policy) => html`<td>${policy.policy} <span class="unit">version ${policy.policyVersion}</span></td>`,
  )}</tr>
${names.map(
  (
    name,
  ) => html`<tr class="${differs(name) ? "differs" : "plain"}"><th scope="row" class="sticky code">${name}</th>${columns.map(
    (column, index) =>
      html`<td${isOther(column.get(name), name, index) ? html` class="other"` : undefined}>${column.get(name) ?? ""}</td>`,
  )}</tr>
`,
)}</tbody>
</table>
</div>
</section>
`;
}

/** A table of many more rows hides what differs. */
const mostRead = 30;

/** Of equally frequent ones the first. */
function mostFrequent(values: readonly string[]): string | undefined {
  const times = (value: string) => values.filter((each) => each === value).length;
  return values.reduce<string | undefined>(
    (most, value) => (most === undefined || times(value) > times(most) ? value : most),
    undefined,
  );
}

/** Leaves by path, `thresholds.up`; lists stay one value. */
function flattened(value: PolicyResult["parameters"], path = ""): Map<string, string> {
  if (
    value === null ||
    typeof value !== "object" ||
    Array.isArray(value) ||
    (path !== "" && Object.keys(value).length === 0)
  ) {
    return new Map([[path, leaf(value, path)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [...flattened(inner, path === "" ? name : `${path}.${name}`)]),
  );
}

function leaf(value: PolicyResult["parameters"], path: string): string {
  if (typeof value === "string") return value;
  const exact = JSON.stringify(value);
  if (typeof value !== "number") return exact;
  const readable = formatNamed(path, value);
  return readable.endsWith("GiB") ? `${readable} (${exact})` : exact;
}
