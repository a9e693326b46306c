import type { Fit } from "../../sim/index.ts";

type Spec = Fit["spec"];
type Distribution = Spec["service"];

/** A source as it is written in a scenario, to be put under `workload`. */
export function sourceBlock(spec: Spec, serviceNote: string): string {
  return [`- queue: ${spec.queue}`, ...kind(spec), `  service: ${distribution(spec.service)}${serviceNote}`].join("\n");
}

function kind(spec: Spec): string[] {
  switch (spec.kind) {
    case "renewal":
      return [`  renewal: { gaps: ${distribution(spec.gaps)} }`];
    case "markov":
      return [
        "  markov:",
        "    states:",
        ...spec.states.map(({ rate, mean }) => `      - { rate: ${short(rate)}/s, mean: ${short(mean)}s }`),
      ];
    case "curve":
      return [
        "  curve:",
        `    interpolate: ${spec.interpolate}`,
        "    points:",
        ...spec.points.map(({ at, rate }) => `      - { at: ${short(at)}s, rate: ${short(rate)}/s }`),
      ];
  }
}

function distribution(given: Distribution): string {
  if (given.kind === "constant") return `${short(given.value)}s`;
  if (!("cv" in given)) throw new Error(`a fit has no ${given.kind} distribution`);
  return `{ ${given.kind}: { mean: ${short(given.mean)}s, cv: ${short(given.cv)} } }`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
