import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { traceFile } from "../../traces.ts";
import { complaint, fileOf, load, loadFile } from "./trace-files.ts";

const perToken = { input: 0.5, output: 2 };
const service = { kind: "constant", value: 1 } as const;

describe("vidur", () => {
  test("reads seconds, and tokens to read and to write", async () => {
    const text = "arrived_at,num_prefill_tokens,num_decode_tokens\n10.25,100,3\n11.5,7,0\n";
    const trace = await load(text, { format: "vidur", perToken });
    expect([...trace.arrivals]).toEqual([0, 1.25]);
    expect([...(trace.demands ?? [])]).toEqual([56, 3.5]);
    expect([...(trace.facts?.input ?? [])]).toEqual([100, 7]);
  });
});

describe("mooncake", () => {
  const lines = [
    '{"timestamp": 3000, "input_length": 10, "output_length": 2, "hash_ids": [1, 2]}',
    '{"hash_ids": [], "output_length": 4, "input_length": 20, "timestamp": 3000}',
    "",
    '{"timestamp": 27, "input_length": 30, "output_length": 6}',
    '{"timestamp": 6000, "output_length": 6}',
  ];

  test("reads objects in milliseconds, whatever the order of their keys, ties as they stand", async () => {
    const trace = await load(lines.join("\r\n"), { format: "mooncake", perToken });
    expect([...trace.arrivals]).toEqual([0, 2.973, 2.973]);
    expect([...(trace.demands ?? [])]).toEqual([27, 9, 18]);
    expect(trace.report).toMatchObject({ rows: 4, used: 3, skipped: { "empty: input_length": 1 }, sorted: false });
  });

  test.each<[string, string, string]>([
    ["a line that is no JSON", `${lines[0]}\n{"timestamp": 1,\n`, "FILE:2 is no JSON; each line must be one object"],
    ["a list", `${lines[0]}\n\n[1]`, "FILE:3 is no JSON object; each line must be one"],
    [
      "another object",
      '{"timestmp": 1, "input_length": 1, "output_length": 1}',
      'FILE:1 no column "timestamp" among "timestmp", "input_length", "output_length"; did you mean "timestmp"?',
    ],
    ["nothing", "", "FILE: is empty; a trace has a line of column names and a row for each task"],
  ])("tells what is wrong with %s", async (_, text, message) => {
    expect(await complaint(fileOf(text), { format: "mooncake", perToken })).toBe(message);
  });

  test("the published file is read whole", async (context) => {
    const file = traceFile("mooncake-conversation/conversation_trace.jsonl.gz", context);
    const trace = await loadFile(file, { format: "mooncake", perToken: { input: 0.0002, output: 0.03 } });
    expect(trace.report).toMatchObject({ rows: 12_031, used: 12_031, skipped: {}, sorted: true });
    expect(trace.demands?.reduce((sum, demand) => sum + demand, 0).toFixed(4)).toBe("152620.2046");
    expect(trace.arrivals.at(-1)).toBeCloseTo(3537, 1);
  });
});

describe("openb", () => {
  test("waits, serves and asks for parts of a GPU; pods that never ran are counted", async () => {
    const text = [
      "name,num_gpu,gpu_milli,qos,creation_time,deletion_time,scheduled_time",
      "a,1,460,LS,100,500,130",
      "b,8,1000,BE,110,500,",
      "c,4,1000,BE,120,119,121",
      "d,2,1000,BE,150,1000,150",
    ].join("\n");
    const trace = await load(text, { format: "openb" });
    expect([...trace.arrivals]).toEqual([0, 50]);
    expect([...(trace.demands ?? [])]).toEqual([370, 850]);
    expect([...(trace.facts?.wait ?? [])]).toEqual([30, 0]);
    expect([...(trace.facts?.gpus ?? [])]).toEqual([0.46, 2]);
    expect(trace.classes).toEqual(["LS", "BE"]);
    expect(trace.report.skipped).toEqual({ "never scheduled": 1, "negative duration": 1 });
  });

  test("the part of a GPU that a pod asks for may be its class", async () => {
    const text = "num_gpu,gpu_milli,qos,creation_time,deletion_time,scheduled_time\n1,460,LS,1,2,1\n8,1000,BE,1,2,1\n";
    const trace = await load(text, { format: "openb", class: ["num_gpu", "gpu_milli"] });
    expect(trace.classes).toEqual(["1/460", "8/1000"]);
  });

  test("the published pods: 897 were never scheduled, the others waited 2 s and ran 638 s in the median", async (context) => {
    const file = traceFile("alibaba-openb-2023/openb_pod_list_default.csv.gz", context);
    const all = await loadFile(file, { format: "openb", window: { from: 9_936_000 } });
    expect(all.report.skipped?.["never scheduled"]).toBe(897);
    expect((all.report.used ?? 0) + 897).toBe(8125);
    const filter = { num_gpu: ["1", "2", "4", "8"] };
    const trace = await loadFile(file, { format: "openb", window: { from: 9_936_000 }, filter });
    expect(median(trace.demands)).toBe(638);
    expect(median(trace.facts?.wait)).toBe(2);
  });
});

describe("burstgpt", () => {
  const old = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";
  const later =
    "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n" +
    "5,s,2.5,GPT-4,10,3,13,API log\n8,s,0.5,ChatGPT,10,0,10,API log\n9,t,4,ChatGPT,6,1,7,Conversation log\n";

  test("takes the elapsed time where the file has it, and leaves out what failed", async () => {
    const trace = await load(later, { format: "burstgpt" });
    expect([...trace.arrivals]).toEqual([0, 4]);
    expect([...(trace.demands ?? [])]).toEqual([2.5, 4]);
    expect(trace.classes).toEqual(["GPT-4", "ChatGPT"]);
    expect(trace.report.skipped).toEqual({ "failed: no response tokens": 1 });
  });

  test("turns tokens into time where the scenario says how, in either layout", async () => {
    const first = await load(`${old}\n5,GPT-4,10,3,13,API log\n`, { format: "burstgpt", perToken });
    const second = await load(later, { format: "burstgpt", perToken });
    expect([first.demands?.[0], second.demands?.[0]]).toEqual([11, 11]);
  });

  test("says what is missing where the file has no times", async () => {
    expect(await complaint(fileOf(`${old}\n5,GPT-4,10,3,13,API log\n`), { format: "burstgpt" })).toBe(
      'FILE: this BurstGPT file has no column "Elapsed time"; give perToken: { input, output }, speeds, or service',
    );
  });

  test("the sample of its format is read", async (context) => {
    const file = traceFile("burstgpt-format-fixture/burstgpt_sample.csv", context);
    const { report } = await loadFile(file, { format: "burstgpt", perToken });
    expect(report).toMatchObject({ rows: 54 });
    expect((report.used ?? 0) + (report.skipped?.["failed: no response tokens"] ?? 0)).toBe(54);
  });
});

test("azure-functions: a call arrived when it began, to the last digit of its end", async () => {
  const text = "app,func,end_timestamp,duration\na,f,1209600.100000001,0.1\nb,g,0.25,1.5\nc,h,3,-1\n";
  const trace = await load(text, { format: "azure-functions" });
  expect([...trace.arrivals]).toEqual([0, 1_209_601.250000001]);
  expect([...(trace.demands ?? [])]).toEqual([1.5, 0.1]);
  expect(trace.classes).toEqual(["g", "f"]);
  expect(trace.report).toMatchObject({ skipped: { "negative: duration": 1 }, sorted: false });
});

describe("the class of a row", () => {
  test("is another column's value, or those of several together", async () => {
    const text = "app,func,end_timestamp,duration\na,f,1,1\na,g,2,1\nb,f,3,1\n";
    const classesBy = async (columns: readonly string[]) =>
      (await load(text, { format: "azure-functions", class: columns })).classes;
    expect(await classesBy(["app"])).toEqual(["a", "a", "b"]);
    expect(await classesBy(["app", "func"])).toEqual(["a/f", "a/g", "b/f"]);
  });

  test("is told by columns of formats that know none themselves", async () => {
    const text = '{"timestamp":0,"input_length":1,"output_length":2,"kind":"chat"}\n';
    expect((await load(text, { format: "mooncake", class: ["kind"], service })).classes).toEqual(["chat"]);
  });

  test("is no column that the file lacks, and none of rows that are windows", async () => {
    const text = "app,func,end_timestamp,duration\na,f,1,1\n";
    expect(await complaint(fileOf(text), { format: "azure-functions", class: ["owner"] })).toBe(
      'FILE:1 no column "owner" among "app", "func", "end_timestamp", "duration"',
    );
    expect(await complaint(fileOf("0,1,1,Gamma,1,1\n"), { format: "servegen", class: ["pattern"], service })).toBe(
      "FILE: a row of format servegen is no single task, and has no class",
    );
  });
});

describe("counts", () => {
  test("one row an interval, rows of the same one added up", async () => {
    const text =
      "period,count\n1998-05-01 00:01:00,2\n1998-05-01 00:00:00,3\n1998-05-01 00:01:00,5\n1998-05-01 00:04:00,1\n";
    const trace = await load(text, { format: "counts", service });
    expect([...trace.arrivals]).toEqual([0, 60, 240]);
    expect([...(trace.facts?.count ?? [])]).toEqual([3, 7, 1]);
    expect(trace.interval).toBe(60);
  });

  test("its columns may have other names, and numbers another unit", async () => {
    const text = "kind,when,requests\na,5000,3\nb,7000,9\na,6000,4\na,5000,1\n";
    const columns = { arrival: "when", count: "requests", time: "ms", durationUnit: "s" } as const;
    const trace = await load(text, { format: "counts", service, columns, filter: { kind: ["a"] } });
    expect([...trace.arrivals]).toEqual([0, 1]);
    expect([...(trace.facts?.count ?? [])]).toEqual([4, 4]);
    const named = { arrival: "period", time: "datetime", durationUnit: "s" } as const;
    const usual = "period,count\n1998-05-01 00:01:00,2\n1998-05-01 00:02:00,7\n";
    expect((await load(usual, { format: "counts", service, columns: named })).facts?.count?.[1]).toBe(7);
  });

  test("GenTD26's gateway is a day of counts: rates of containers, added up for each stamp", async (context) => {
    const file = traceFile("alibaba-gentd26/qps.csv.gz", context);
    const columns = { arrival: "timestamp_anon", count: "value", time: "s", durationUnit: "s" } as const;
    const filter = { request_type: ["Generative Requests"] };
    const trace = await loadFile(file, { format: "counts", service, columns, filter });
    expect(trace.interval).toBe(57);
    const sum = trace.facts?.count?.reduce((total, rate) => total + rate, 0) ?? 0;
    // The published mean, over the day's 1,441 samples.
    expect(sum / 1441).toBeCloseTo(1.48, 2);
    expect((Math.max(...(trace.facts?.count ?? [])) * 1441) / sum).toBeCloseTo(4.61, 2);
  });

  test.each<[string, string, object, string]>([
    [
      "no service",
      "period,count\n0,1\n1,1\n",
      {},
      "FILE: format counts has no service times; write service beside the trace",
    ],
    [
      "one interval",
      "period,count\n0,1\n",
      { service },
      "FILE: has one interval only, so its length is not known; give interval",
    ],
    [
      "intervals that overlap",
      "period,count\n0,1\n50,1\n",
      { service, interval: 60 },
      "FILE: intervals of 60 s overlap: two begin 50 s apart; give a shorter interval",
    ],
    ["no arrival", "period,count\n0,0\n1,0\n", { service }, "FILE: has no arrivals: every interval is 0"],
  ])("tells what is wrong with %s", async (_, text, change, message) => {
    expect(await complaint(fileOf(text), { format: "counts", ...change })).toBe(message);
  });

  test("the published file has 1,353 million requests in 125,300 minutes", async (context) => {
    const file = traceFile("worldcup98-per-minute/invocation_count.csv.gz", context);
    const trace = await loadFile(file, { format: "counts", service });
    expect(trace.report).toMatchObject({ rows: 125_300, used: 125_300, skipped: {} });
    expect(trace.interval).toBe(60);
    expect(trace.facts?.count?.reduce((sum, count) => sum + count, 0)).toBeCloseTo(1.353e9, -6);
  });
});

describe("servegen", () => {
  test("reads windows without a header: the rate, and the shape of the gaps", async () => {
    const text = "0,0,0,,0,0\n600,2.5,1.9,Gamma,0.25,1.6\n1200,0.5,2.2,Weibull,0.5,1\n1800,1,1,Pareto,1,1\n";
    const trace = await load(text, { format: "servegen", service });
    expect([...trace.arrivals]).toEqual([0, 600, 1200]);
    expect([...(trace.facts?.rate ?? [])]).toEqual([0, 2.5, 0.5]);
    expect(trace.facts?.cv?.[1]).toBe(2);
    // Γ(5) / Γ(3)² − 1 = 24 / 4 − 1.
    expect(trace.facts?.cv?.[2]).toBeCloseTo(Math.sqrt(5), 12);
    expect(trace.interval).toBe(600);
    expect(trace.report.skipped).toEqual({ "unknown pattern: Pareto": 1 });
  });
});

describe("an archive of servegen's clients", () => {
  const member = (name: string, text: string) => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(text.length.toString(8).padStart(11, "0"), 124);
    header.write("0", 156);
    header.write("ustar", 257);
    return Buffer.concat([header, Buffer.from(text.padEnd(Math.ceil(text.length / 512) * 512, "\0"))]);
  };
  const archive = Buffer.concat([
    member("m/chunk-7-trace.csv", "0,1,1,Gamma,1,1\r\n600,3,1,Gamma,1,1"),
    member("m/README.md", "no trace"),
    member("m/chunk-8-trace.csv", "0,0,0,,0,0\r\n600,2,1,Weibull,1,1\r\n"),
    member("m/chunk-9-trace.csv", "0,0,0,,0,0\r\n600,0,0,,0,0\r\n"),
    Buffer.alloc(1024),
  ]);

  test("is the sum of those that send", async () => {
    for (const bytes of [archive, gzipSync(archive)]) {
      const trace = await load(bytes, { format: "servegen", service });
      expect(trace.report).toMatchObject({ rows: 6, used: 6, skipped: {} });
      expect([...(trace.facts?.rate ?? [])]).toEqual([1, 5]);
      expect(trace.parts?.map(({ client }) => client)).toEqual(["chunk-7", "chunk-8"]);
      expect(trace.parts?.map(({ facts }) => [...(facts?.rate ?? [])])).toEqual([
        [1, 3],
        [0, 2],
      ]);
    }
  });

  test("that is cut off is refused", async () => {
    const cut = fileOf(archive.subarray(0, 900));
    expect(await complaint(cut, { format: "servegen", service })).toBe(
      "FILE: ends in the middle of a file of its archive",
    );
  });
});

describe("speeds", () => {
  const tokens = "arrived_at,num_prefill_tokens,num_decode_tokens\n";
  const table = [
    "model,prompt_size,batch_size,token_size,prompt_time,token_time",
    "m,100,1,10,40,20",
    "m,100,1,10,60,20",
    "m,300,1,10,150,30",
    "m,100,1,30,50,40",
    "m,100,2,10,1,1",
    "other,100,1,10,1,1",
  ].join("\n");
  const demandsOf = async (rows: string) => {
    const speeds = { file: fileOf(table), filter: { model: ["m"] }, batch: 1 };
    return [...((await load(tokens + rows, { format: "vidur", speeds })).demands ?? [])];
  };

  test("are the table's where it lists the sizes, the mean of rows that agree in them", async () => {
    // 50 ms to read and 10 times 20 ms to write.
    expect(await demandsOf("0,100,10\n0,300,10\n0,100,30\n")).toEqual([0.25, 0.45, 1.25]);
  });

  test("lie between its sizes on a straight line, either way", async () => {
    const [reading, writing, both] = await demandsOf("0,200,10\n0,100,20\n0,200,20\n");
    expect(reading).toBeCloseTo(0.1 + 10 * 0.025, 12);
    expect(writing).toBeCloseTo(0.05 + 20 * 0.03, 12);
    // 300 with 30 is not listed: 30 + 40 − 20 ms a token. A quarter of each corner.
    expect(both).toBeCloseTo(0.1 + 20 * ((20 + 30 + 40 + 50) / 4 / 1000), 12);
  });

  test("hold below the table; beyond it only reading grows on", async () => {
    const [below, beyond] = await demandsOf("0,1,1\n0,500,60\n");
    expect(below).toBeCloseTo(0.05 + 0.02, 12);
    expect(beyond).toBeCloseTo(0.25 + 60 * 0.05, 12);
  });

  test.each<[string, object, string]>([
    ["no row fits", { filter: { model: ["x"] } }, "no speed with model x for batch_size 1"],
    ["the batch is not listed", { batch: 4 }, "no speed with model m for batch_size 4; it lists 1, 2"],
    [
      "a column is misspelt",
      { filter: { modl: ["m"] } },
      'no column "modl" among "model", "prompt_size", "batch_size", "token_size", "prompt_time", "token_time"; did you mean "model"?',
    ],
  ])("tell when %s", async (_, change, message) => {
    const speeds = { file: fileOf(table), filter: { model: ["m"] }, batch: 1, ...change };
    const said = await complaint(fileOf(`${tokens}0,1,1\n`), { format: "vidur", speeds });
    expect(said).toContain(message);
  });

  test("of the published table: 512 tokens in and 128 out on eight H100", async (context) => {
    const file = traceFile("calibration/splitwise_perf_model.csv.gz", context);
    const filter = { model: ["llama2-70b"], hardware: ["h100-80gb"], tensor_parallel: ["8"] };
    const trace = await load(`${tokens}0,512,128\n0,768,128\n`, {
      format: "vidur",
      speeds: { file, filter, batch: 1 },
    });
    // Means of 15 and 5 measurements: 56.6517 ms and 78.3063 ms to read, 29.6977 ms and 29.8192 ms a token.
    expect(trace.demands?.[0]).toBeCloseTo((56.6517 + 128 * 29.6977) / 1000, 5);
    expect(trace.demands?.[1]).toBeCloseTo(((56.6517 + 78.3063) / 2 + (128 * (29.6977 + 29.8192)) / 2) / 1000, 5);
  });
});

function median(values: Float64Array = new Float64Array()): number | undefined {
  return values.toSorted()[values.length >> 1];
}
