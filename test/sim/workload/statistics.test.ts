import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { detectFormat } from "../../../sim/workload/about/detect.ts";
import { traceStatistics } from "../../../sim/workload/about/statistics.ts";
import { traceFile } from "../../traces.ts";
import { traceOf } from "./sources.ts";
import { fileOf, loadFile } from "./trace-files.ts";

const service = { kind: "constant", value: 0 } as const;
const perToken = { input: 0.0002, output: 0.03 };

/**
 * The table "Arrival statistics" beside the traces, worked out apart from this program. (Of Mooncake's 58 whole minutes it
 * gives the variance over n − 1, 2.95, and of the others over n.)
 */
describe("the arrival statistics of published traces", () => {
  test.for([
    {
      path: "azure-llm-2023-conv/AzureLLMInferenceTrace_conv.csv.gz",
      spec: { format: "azure-llm", perToken },
      expected: { arrivals: "19366", rate: "5.530", peak: "1.52", cv: "1.09", one: "1.39", minute: "16.1" },
    },
    {
      path: "mooncake-conversation/conversation_trace.jsonl.gz",
      spec: { format: "mooncake", perToken },
      expected: { arrivals: "12031", rate: "3.401", peak: "1.21", cv: "3.03", one: "7.9", minute: "2.9" },
    },
    {
      path: "alibaba-gentd26/lora_request_trace.csv.gz",
      spec: { format: "gentd26" },
      expected: {
        arrivals: "26823",
        rate: "0.01348",
        peak: "80.4",
        cv: "12.0",
        one: "1.06",
        minute: "3.75",
        hour: "139.9",
      },
    },
    {
      path: "worldcup98-per-minute/invocation_count.csv.gz",
      spec: { format: "counts", service },
      expected: { rate: "179.9", peak: "21.3", minute: "34345", hour: "1.96e6" },
    },
  ] as const)("$path", async ({ path, spec, expected }, context) => {
    const { arrivals, rate, peakToMean, cv, dispersion } = traceStatistics(
      await loadFile(traceFile(path, context), { ...spec }),
    );
    const found: Record<string, number | undefined> = {
      arrivals,
      rate,
      peak: peakToMean,
      cv,
      one: dispersion[1],
      minute: dispersion[60],
      hour: dispersion[3600],
    };
    for (const [name, value] of Object.entries(expected)) {
      const digits = value.replace(/e.*/, "").replace(/^0\.0*|\./g, "").length;
      const unit = 10 ** (Math.floor(Math.log10(Number(value))) + 1 - digits);
      expect(Math.abs((found[name] ?? Number.NaN) - Number(value)), name).toBeLessThanOrEqual(0.51 * unit);
    }
  });
});

test("the peak of intervals that do not make up minutes is that of an interval", () => {
  const trace = { ...traceOf([0, 57, 114]), interval: 57, facts: { count: Float64Array.of(1, 8, 3) } };
  expect(traceStatistics(trace).peakToMean).toBe(2);
  // Two of 30 s are a minute: 9 of 12 arrivals in the first of two.
  const halves = { ...traceOf([0, 30, 60, 90]), interval: 30, facts: { count: Float64Array.of(1, 8, 3, 0) } };
  expect(traceStatistics(halves).peakToMean).toBe(1.5);
});

test("of a small trace, by hand", () => {
  const trace = { ...traceOf([0, 60, 60, 120, 240], [1, 2, 3, 4, 10]), classes: ["a", "b", "a", "a", "b"] };
  expect(traceStatistics(trace)).toMatchObject({
    arrivals: 5,
    span: 240,
    rate: 5 / 240,
    // Counts of the four whole minutes: 1, 2, 1, 0.
    peakToMean: 2,
    cv: Math.sqrt(1800) / 60,
    dispersion: { 60: 0.5 },
    service: { mean: 4, p50: 3, max: 10 },
    offeredLoad: 20 / 240,
    classes: {
      count: 2,
      largest: [
        { name: "a", share: 0.6 },
        { name: "b", share: 0.4 },
      ],
    },
  });
});

describe("the format of a file", () => {
  test.each([
    ["azure-llm", "TIMESTAMP,ContextTokens,GeneratedTokens\r\n"],
    ["gentd26", "gmt_create,predict_type,exec_time_seconds\n"],
    ["vidur", "arrived_at,num_prefill_tokens,num_decode_tokens\n"],
    ["openb", "name,creation_time,deletion_time,scheduled_time\n"],
    ["burstgpt", "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens\n"],
    ["azure-functions", "app,func,end_timestamp,duration\n"],
    ["counts", "\uFEFFperiod,count\n"],
    ["mooncake", '{"timestamp": 0, "input_length": 1, "output_length": 1, "hash_ids": [1, 2]}\n'],
    ["servegen", "0,0,0,,0,0\n"],
    ["servegen", "600,2.5,1.9,Gamma,0.25,1.6\n"],
  ])("is %s by its first line", async (format, line) => {
    expect((await detectFormat(fileOf(line))).format).toBe(format);
    expect((await detectFormat(fileOf(gzipSync(line)))).format).toBe(format);
  });

  test("not known: tells the columns found and the formats known", async () => {
    await expect(detectFormat(fileOf("when,what\n1,2\n"))).rejects.toThrow(
      /^its columns are of no known format: "when", "what"; say which .* by --arrival COLUMN .*; known are azure-llm \(TIMESTAMP, /,
    );
  });
});

test("what a single arrival does not tell is absent", () => {
  expect(traceStatistics({ arrivals: Float64Array.of(0), demands: Float64Array.of(3) })).toEqual({
    arrivals: 1,
    span: 0,
    dispersion: {},
    service: { mean: 3, cv: 0, p50: 3, p95: 3, p99: 3, max: 3 },
    rates: [],
  });
});
