import { policyColor } from "../charts/policy-scale.ts";
import { html, type Markup } from "./markup.ts";

/** A policy's label with its color beside it. */
export function policyName(label: string, index: number): Markup {
  return html`<span class="policy"><i class="swatch area" style="color:${policyColor(index)}"></i>${label}</span>`;
}
