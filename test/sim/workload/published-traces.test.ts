import { expect, test } from "vitest";
import { traceStatistics } from "../../../sim/index.ts";
import { loadTraces, type Trace } from "../../../sim/workload/index.ts";
import { traceFile } from "../../traces.ts";
import { scenarioOf } from "../scenario-of.ts";
import { fcfs } from "./queue.ts";
import { type TraceSource, traceSource, type Work, workOf } from "./sources.ts";
import { loadFile } from "./trace-files.ts";

const AZURE = "azure-llm-2023-conv/AzureLLMInferenceTrace_conv.csv.gz";
const GENTD26 = "alibaba-gentd26/lora_request_trace.csv.gz";
const perToken = { input: 0.0002, output: 0.03 };

test.for([
  [36, 98.822899, 146.723495, 149.42209, 151.176227, 19_245, 3574.759263],
  [40, 2.551001, 11.556523, 15.499317, 17.512299, 11_060, 3514.286254],
  [48, 0.109008, 0.748202, 2.560988, 4.368006, 1_903, 3514.286254],
] as const)("Azure's requests wait as worked out elsewhere for %i servers", async ([servers, ...expected], context) => {
  const { work } = await load({ format: "azure-llm", perToken, file: traceFile(AZURE, context) });
  const { mean, p95, p99, max, waited, makespan } = fcfs(work, servers);
  expect([mean, p95, p99, max, waited, makespan].map(sixDecimals)).toEqual(expected);
});

test.for([
  [1, 8831.625871, 31_648, 40_864.17, 44_228, 23_393, 1_989_796],
  [2, 674.602076, 3478.45, 5174.45, 6227, 16_653, 1_989_387],
  [3, 39.921529, 295, 616, 877, 8_643, 1_989_379],
  [4, 6.882919, 29, 196, 433, 3_839, 1_989_379],
] as const)(
  "GenTD26's requests wait as worked out elsewhere for %i servers",
  async ([servers, ...expected], context) => {
    const filter = { predict_status: ["SUCCEED"] };
    const { work } = await load({ format: "gentd26", filter, file: traceFile(GENTD26, context) });
    const { mean, p95, p99, max, waited, makespan } = fcfs(work, servers);
    expect([mean, p95, p99, max, waited, makespan].map(sixDecimals)).toEqual(expected);
  },
);

test("Azure's trace is read whole, with all seven digits of its time stamps", async (context) => {
  const { trace } = await load({ format: "azure-llm", perToken, file: traceFile(AZURE, context) });
  expect(trace.report).toMatchObject({ rows: 19_366, used: 19_366, skipped: {}, sorted: true });
  expect([...trace.arrivals.subarray(0, 2)]).toEqual([0, 4.314579]);
  expect(sixDecimals(total(trace))).toBe(127_132.324);
});

test("GenTD26's trace keeps requests that took no time and counts those that did not succeed", async (context) => {
  const filter = { predict_status: ["SUCCEED"] };
  const { trace } = await load({ format: "gentd26", filter, file: traceFile(GENTD26, context) });
  const skipped = { "filtered: predict_status": 431 };
  expect(trace.report).toMatchObject({ rows: 26_823, used: 26_392, skipped, sorted: true });
  expect(total(trace)).toBe(763_010);
});

test("GenTD26's trace is used whole without a filter", async (context) => {
  const { trace } = await load({ format: "gentd26", file: traceFile(GENTD26, context) });
  expect(trace.report).toMatchObject({ rows: 26_823, used: 26_823, skipped: {} });
  expect(trace.demands?.filter((demand) => demand === 0)).toHaveLength(30);
});

async function load(change: Partial<TraceSource>): Promise<{ trace: Trace; work: Work }> {
  const spec = traceSource(change);
  const trace = (await loadTraces(scenarioOf({ workload: [spec] }))).get(spec.name) as Trace;
  return { trace, work: { arrivals: [...trace.arrivals], demands: [...(trace.demands ?? [])] } };
}

function total({ demands = new Float64Array() }: Trace): number {
  return demands.reduce((sum, demand) => sum + demand, 0);
}

function sixDecimals(value: number): number {
  return Number(value.toFixed(6));
}

test("a client of ServeGen's archive is a source by its name", async (context) => {
  const file = traceFile("servegen-m-small/m-small-traces.tar.gz", context);
  const change = { format: "servegen", file, service: { kind: "constant", value: 1 } } as const;
  const { parts, report } = await loadFile(file, { ...change, filter: { client: ["chunk-0", "chunk-7"] } });
  expect(parts?.map(({ client }) => client)).toEqual(["chunk-0", "chunk-7"]);
  expect(report).toMatchObject({ rows: 86_688, used: 2 * 2016, skipped: { "filtered: client": 41 * 2016 } });
});

test("ServeGen's 43 clients are one source, read from their archive", async (context) => {
  const file = traceFile("servegen-m-small/m-small-traces.tar.gz", context);
  const change = { format: "servegen", file, service: { kind: "constant", value: 1 }, scale: 0.002 } as const;
  const trace = await loadFile(file, change);
  expect(trace.report).toMatchObject({ rows: 86_688, used: 86_688, skipped: {} });
  expect(trace.parts).toHaveLength(43);
  const rates = trace.facts?.rate ?? new Float64Array();
  expect(rates).toHaveLength(2016);
  const { rate = Number.NaN, peakToMean, clients } = traceStatistics(trace);
  expect(Math.round(rate)).toBe(1174);
  expect(clients?.count).toBe(43);
  expect(clients?.largest[0]?.share).toBeCloseTo(0.3, 2);
  expect(peakToMean?.toFixed(2)).toBe("3.30");
  // The largest of them carry 30, 77 and 93 %.
  const shares = (trace.parts ?? []).map(({ facts }) =>
    (facts?.rate ?? new Float64Array()).reduce((sum, one) => sum + one, 0),
  );
  const largest = shares.sort((a, b) => b - a).map((share) => share / (rate * 2016));
  const first = (count: number) => Math.round(100 * largest.slice(0, count).reduce((sum, one) => sum + one, 0));
  expect([first(1), first(5), first(10)]).toEqual([30, 77, 93]);
  // A two-thousandth of two weeks, drawn: as many as the rates say, and never going back.
  const { arrivals } = workOf(traceSource(change), { trace, most: 1e7 });
  expect(arrivals.length / (0.002 * rate * 2016 * 600)).toBeCloseTo(1, 2);
  expect(arrivals.every((time, index) => index === 0 || time >= (arrivals[index - 1] ?? 0))).toBe(true);
});
