import { expect, test } from "vitest";
import type { TraceSpec } from "../../scenarios/scenario.ts";
import { loadTraces } from "../../sim/index.ts";
import { Simulation } from "../../sim/run.ts";
import { traceFile } from "../traces.ts";
import { hold, scenarioOf } from "./scenario-of.ts";

/** FCFS with c servers over real traces: exact values of an independent calculation, to the last printed digit. */

const plain = { kind: "trace", filter: {}, speedUp: 1, scale: 1, jitter: 0 } as const;
const azure: Omit<TraceSpec, "file"> = { ...plain, format: "azure-llm", perToken: { input: 0.0002, output: 0.03 } };
const gentd26: Omit<TraceSpec, "file"> = { ...plain, format: "gentd26", filter: { predict_status: ["SUCCEED"] } };

const mooncake: Omit<TraceSpec, "file"> = { ...azure, format: "mooncake" };

const azureFile = "azure-llm-2023-conv/AzureLLMInferenceTrace_conv.csv.gz";
const gentd26File = "alibaba-gentd26/lora_request_trace.csv.gz";
const mooncakeFile = "mooncake-conversation/conversation_trace.jsonl.gz";

// Mean wait, its 95 % and 99 % quantiles and maximum, tasks that waited, end of the last task.
test.for([
  {
    file: azureFile,
    servers: 36,
    spec: azure,
    expected: "98.822899 146.723495 149.422090 151.176227 19245 3574.759263",
  },
  { file: azureFile, servers: 40, spec: azure, expected: "2.551001 11.556523 15.499317 17.512299 11060 3514.286254" },
  { file: azureFile, servers: 48, spec: azure, expected: "0.109008 0.748202 2.560988 4.368006 1903 3514.286254" },
  { file: gentd26File, servers: 1, spec: gentd26, expected: "8831.625871 31648 40864.17 44228 23393 1989796" },
  { file: gentd26File, servers: 2, spec: gentd26, expected: "674.602076 3478.45 5174.45 6227 16653 1989387" },
  { file: gentd26File, servers: 3, spec: gentd26, expected: "39.921529 295 616 877 8643 1989379" },
  { file: gentd26File, servers: 4, spec: gentd26, expected: "6.882919 29 196 433 3839 1989379" },
  {
    file: mooncakeFile,
    servers: 44,
    spec: mooncake,
    expected: "17.296595 51.1093 59.81122 65.9006 9743 3625.5788",
  },
  { file: mooncakeFile, servers: 48, spec: mooncake, expected: "1.440214 6.0947 9.40556 12.2772 5804 3571.1478" },
])("$file with $servers servers", async ({ file, servers, spec, expected }, context) => {
  const scenario = scenarioOf({
    check: { period: 86_400, phase: 0 },
    group: { initial: { replicas: servers, phase: "ready" } },
    workload: [{ ...spec, name: "trace", queue: "work", from: 0, file: traceFile(file, context) }],
  });
  const simulation = new Simulation(scenario, hold, { seed: 1, traces: await loadTraces(scenario) });
  while (simulation.advance(1_000_000));
  const { tasks, duration } = simulation.finish().measures;
  const found = [tasks.wait?.mean, tasks.wait?.p95, tasks.wait?.p99, tasks.wait?.max, tasks.waitedAtAll, duration];
  const digits = expected.split(" ").map((value) => value.split(".")[1]?.length ?? 0);
  expect(found.map((value, index) => value?.toFixed(digits[index])).join(" ")).toBe(expected);
});
