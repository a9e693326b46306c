import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import type { Distribution, Scenario } from "../../scenarios/scenario.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { Simulation } from "../../sim/run.ts";
import type { Trace } from "../../sim/workload/source.ts";
import { hold, observed, scenarioOf, scripted } from "../sim/scenario-of.ts";

/** Laws between two runs: what must follow in one from a change in the other. */

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Kinds whose draws scale with their mean to the last bit. */
const distribution = fc.oneof(
  number(0.1, 30).map((mean) => ({ kind: "constant", mean, cv: 0 }) as const),
  number(0.1, 30).map((mean) => ({ kind: "exponential", mean, cv: 1 }) as const),
  fc.record({ kind: fc.constantFrom("gamma", "weibull"), mean: number(0.1, 30), cv: number(0.2, 2) }),
);
type Drawn = typeof distribution extends fc.Arbitrary<infer Value> ? Value : never;

function slowed({ kind, mean, cv }: Drawn, factor: number): Distribution {
  if (kind === "constant") return { kind, value: mean * factor };
  return kind === "exponential" ? { kind, mean: mean * factor } : { kind, mean: mean * factor, cv };
}

/** A group that is scaled, with all times in units of `factor` seconds: powers of two, so that nothing is rounded otherwise. */
const plant = fc.record({
  rate: number(0.05, 1),
  gaps: distribution,
  service: distribution,
  warmUp: distribution,
  grace: number(0, 60),
  period: number(5, 50),
  lag: fc.constantFrom(0, 7),
  counts: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 }),
});
type Plant = typeof plant extends fc.Arbitrary<infer Value> ? Value : never;

function inUnits(given: Plant, factor: number): Scenario {
  const sensor = { period: 0, lag: given.lag * factor, window: 0 };
  const source = { queue: "work", from: 0, service: slowed(given.service, factor) };
  return scenarioOf({
    horizon: 400 * factor,
    check: { period: given.period * factor, phase: 0 },
    sensors: { queues: sensor, groups: sensor, nodes: sensor, devices: sensor },
    group: { warmUp: slowed(given.warmUp, factor), grace: given.grace * factor },
    workload: [
      { ...source, kind: "poisson", name: "steady", rate: given.rate / factor },
      { ...source, kind: "renewal", name: "uneven", gaps: slowed(given.gaps, factor) },
    ],
  });
}

test.prop([plant, fc.constantFrom(1 / 1024, 1 / 4, 2, 4096)])(
  "a run in other units of time is the same run",
  (given, factor) => {
    const policy = (unit: number) =>
      scripted(({ time }) => ({
        worker: given.counts[Math.round(time / (given.period * unit)) % given.counts.length] ?? 0,
      }));
    const one = observed(inUnits(given, 1), policy(1)).measures;
    const other = observed(inUnits(given, factor), policy(factor)).measures;
    expect(counts(other)).toEqual(counts(one));
    // Sums of times have a unit of their own, of a billionth of a second.
    expect((other.tasks.wait?.mean ?? 0) / factor).toBeCloseTo(one.tasks.wait?.mean ?? 0, 5);
    expect(other.tasks.wait?.max).toBe(scaled(one.tasks.wait?.max, factor));
    expect(other.tasks.sojourn?.p95).toBe(scaled(one.tasks.sojourn?.p95, factor));
    for (const [phase, mean] of Object.entries(one.groups.worker?.meanReplicas ?? {})) {
      expect(other.groups.worker?.meanReplicas[phase as "ready"], phase).toBeCloseTo(mean ?? 0, 5);
    }
  },
);

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

function counts({ tasks, groups }: RunMeasures) {
  const { arrived, completed, lost, redelivered } = tasks;
  const { starts, killed, scaleUps, scaleDowns } = groups.worker ?? {};
  return { arrived, completed, lost, redelivered, starts, killed, scaleUps, scaleDowns };
}

/** Tasks with gaps and demands; some come at once. */
const work = fc.array(fc.record({ gap: fc.oneof(fc.constant(0), number(0, 5)), demand: number(0, 20) }), {
  minLength: 1,
  maxLength: 60,
});
type Work = typeof work extends fc.Arbitrary<infer Value> ? Value : never;

/** The waits of a trace with so many servers, sorted. */
function waits(tasks: Work, servers: number): { mean: number; sorted: readonly number[] } {
  let at = 0;
  const arrivals = Float64Array.from(tasks, ({ gap }) => {
    at += gap;
    return at;
  });
  const demands = Float64Array.from(tasks, ({ demand }) => demand);
  const report = { source: "trace", queue: "work", rows: tasks.length, used: tasks.length, skipped: {}, sorted: true };
  const trace: Trace = { arrivals, demands, report: { ...report, file: "trace.csv", sha256: "" } };
  const scenario = scenarioOf({
    group: { initial: { replicas: servers, phase: "ready" } },
    workload: [
      {
        kind: "trace",
        name: "trace",
        queue: "work",
        from: 0,
        file: "trace.csv",
        format: "gentd26",
        filter: {},
        speedUp: 1,
        scale: 1,
        jitter: 0,
      },
    ],
  });
  const simulation = new Simulation(scenario, hold, { seed: 1, traces: new Map([["trace", trace]]) });
  while (simulation.advance(1000));
  const { measures } = simulation.finish();
  const { mean = 0, p50 = 0, p95 = 0, p99 = 0, max = 0 } = measures.tasks.wait ?? {};
  expect(measures.tasks.completed).toBe(tasks.length);
  return { mean, sorted: [p50, p95, p99, max] };
}

function expectNoShorter(longer: ReturnType<typeof waits>, shorter: ReturnType<typeof waits>): void {
  expect(longer.mean).toBeGreaterThanOrEqual(shorter.mean - 1e-9);
  for (const [index, wait] of shorter.sorted.entries()) {
    expect(longer.sorted[index]).toBeGreaterThanOrEqual(wait - 1e-9);
  }
}

const servers = fc.integer({ min: 1, max: 5 });

test.prop([work, servers, fc.array(number(0, 10), { minLength: 60, maxLength: 60 })])(
  "tasks that take longer never make the line shorter (first come, first served)",
  (tasks, count, more) => {
    const longer = tasks.map(({ gap, demand }, index) => ({ gap, demand: demand + (more[index] ?? 0) }));
    expectNoShorter(waits(longer, count), waits(tasks, count));
  },
);

test.prop([work, servers])("one server more never makes the line longer", (tasks, count) => {
  expectNoShorter(waits(tasks, count), waits(tasks, count + 1));
});

test.prop([work, servers, number(0, 1)])(
  "arrivals that are pressed together never wait less",
  (tasks, count, press) => {
    const pressed = tasks.map(({ gap, demand }) => ({ gap: gap * press, demand }));
    expectNoShorter(waits(pressed, count), waits(tasks, count));
  },
);

test.prop([plant, plant, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })])(
  "a run that is stopped at any moment, while another goes on, gives the same bytes",
  (given, other, strides) => {
    const policy = scripted(() => ({ worker: given.counts.at(-1) ?? 0 }));
    const open = (one: Plant) => new Simulation(inUnits(one, 1), policy, { seed: 3, traces: new Map() });
    const whole = open(given);
    while (whole.advance(1_000_000));
    const [parts, beside] = [open(given), open(other)];
    for (let turn = 0; parts.advance(strides[turn % strides.length] ?? 1); turn++) beside.advance(7);
    expect(JSON.stringify(parts.finish())).toBe(JSON.stringify(whole.finish()));
  },
);
