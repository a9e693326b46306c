import type { Layout } from "./layout.ts";

/** How many colors the page defines; more policies begin again. */
const colors = 10;

/** The one color of a policy, wherever it appears. */
export function policyColor(index: number): string {
  return `var(--policy-${index % colors})`;
}

/** Rows carry the policy's place in the list as `p`. */
export function policyScale(layout: Layout) {
  return {
    field: "p",
    type: "nominal",
    scale: {
      domain: layout.policies.map((_, index) => index),
      range: layout.policies.map((_, index) => policyColor(index)),
    },
    legend: null,
  } as const;
}

/** Where the lines of several policies coincide, the later ones have gaps through which the first is seen. Those of one color differ. */
export function policyDashes(layout: Layout) {
  return {
    field: "p",
    type: "nominal",
    scale: {
      domain: layout.policies.map((_, index) => index),
      range: layout.policies.map((_, index) => [
        ...(dashes[(index + Math.floor(index / colors)) % dashes.length] ?? []),
      ]),
    },
    legend: null,
  } as const;
}

const dashes = [
  [1, 0],
  [9, 5],
  [4, 5],
  [2, 7],
] as const;

/** The selected policy's line stands out. The page keeps the signal `selected`. */
export const selectedWidth = { expr: "datum.p === selected ? 3.2 : 1.2" };
