import { expect, test } from "vitest";
import { sourceBlock } from "../../../bin/run/source-block.ts";
import type { SourceSpec } from "../../../scenarios/scenario.ts";
import { fitTrace } from "../../../sim/index.ts";
import { load, MIX, RATE, SERVICE } from "../../scenarios/mix.ts";
import { traceOf, workOf } from "./sources.ts";

const base = { name: "made", queue: "work", from: 0, service: { kind: "lognormal", mean: 8, cv: 0.5 } } as const;

test.each<[string, SourceSpec]>([
  ["renewal", { ...base, kind: "renewal", gaps: { kind: "gamma", mean: 3, cv: 2 } }],
  [
    "markov",
    {
      ...base,
      kind: "markov",
      states: [
        { rate: 0.05, mean: 1200 },
        { rate: 3, mean: 900 },
      ],
    },
  ],
])("what a %s source made is imitated by one of that kind", (kind, spec) => {
  const { arrivals, demands } = workOf(spec, { most: 20_000 });
  const [best] = fitTrace(traceOf(arrivals, demands));
  expect(best?.spec.kind).toBe(kind);
  expect(best?.gaps).toBeLessThan(0.1);
  expect(best?.service).toBeLessThan(0.02);
  const { fit = 0, trace = 1 } = best?.dispersion ?? {};
  expect(Math.abs(Math.log10(fit / trace))).toBeLessThan(0.2);
  if (best?.spec.kind === "renewal") expect(best.spec.gaps.kind).toBe("gamma");
});

test("what is printed is what a scenario reads", () => {
  const { arrivals, demands } = workOf({ ...base, kind: "poisson", rate: 2 }, { most: 5000 });
  const fits = fitTrace(traceOf(arrivals, demands));
  expect(new Set(fits.map(({ spec }) => spec.kind))).toEqual(new Set(["renewal", "curve", "markov"]));
  for (const { spec } of fits) {
    const block = sourceBlock({ ...spec, queue: "sampler_queue" }, " # a note").replaceAll(/^/gm, "  ");
    const { workload } = load(MIX.replace(`  - queue: sampler_queue\n    ${RATE}\n${SERVICE}`, `${block}\n`)).scenario;
    expect(workload[0]?.kind).toBe(spec.kind);
    expect(workload[0]?.service?.kind).toBe("lognormal");
  }
});
