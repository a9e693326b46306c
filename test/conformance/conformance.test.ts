import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runFile, runFolder, runVectors } from "./conformance.ts";
import { unseen } from "./unseen.ts";

const folder = fileURLToPath(new URL("vectors", import.meta.url));

interface File {
  vectors: { name: string; [key: string]: unknown }[];
}

/** The shipped file with one vector changed; read anew each time, so that a change stays in its test. */
function shipped(change: (file: File) => void): File {
  const file = JSON.parse(readFileSync(join(folder, "distributed-funsearch.json"), "utf8")) as File;
  change(file);
  return file;
}

function named(file: File, name: string) {
  const vector = file.vectors.find((candidate) => candidate.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return vector;
}

function shippedConfig(system: string): unknown {
  const content = JSON.parse(readFileSync(join(folder, "services.json"), "utf8")) as File;
  return content.vectors.find((vector) => vector.system === system)?.config;
}

/** Vectors of each shipped file: decisions, and what no policy decides. */
const counts: Readonly<Record<string, { passed: number; notDecisions: number }>> = {
  "distributed-funsearch.json": { passed: 61, notDecisions: 10 },
  "services.json": { passed: 25, notDecisions: 2 },
  "worker-pool.json": { passed: 10, notDecisions: 0 },
  "scaler.json": { passed: 57, notDecisions: 42 },
};

test.each(Object.entries(counts))("every shipped vector of %s that is a decision passes", (file, expected) => {
  const { failed, passed, notDecisions, lines } = runFile(join(folder, file));
  expect(lines.filter((line) => line.includes("FAILED"))).toEqual([]);
  expect({ failed, passed, notDecisions }).toEqual({ failed: 0, ...expected });
});

test("no shipped file is forgotten", () => {
  expect(readdirSync(folder)).toEqual(Object.keys(counts).sort());
});

test("a vector that expects another victim fails, with expected and actual", () => {
  const file = shipped((all) => {
    const vector = named(all, "ev-down-empty-two");
    vector.expected = JSON.parse(JSON.stringify(vector.expected).replaceAll("101", "102"));
  });
  const { failed, lines } = runVectors("distributed-funsearch.json", file);
  expect(failed).toBe(1);
  expect(lines.join("\n")).toMatch(/FAILED ev-down-empty-two: \n {4}expected .*"pid":102.*\n {4}actual {3}.*"pid":101/);
});

test("a vector whose observation is changed fails", () => {
  const file = shipped((all) => {
    named(all, "ev-up-strictly-greater-11").observation = { evaluator_queue: 10 };
    named(all, "v3-skip-busy-gpu-on-scale-down").observation = { sampler_queue: 0, gpu_util: [97, 9] };
    named(all, "init-order-by-free-memory").observation = { gpus: [] };
    named(all, "multinode-step-is-number-of-scalers").observation = { evaluator_queue: 1 };
    named(all, "prefetch-hides-work").observation = { evaluator_queue: { ready: 1, unacked: 40 } };
  });
  expect(runVectors("distributed-funsearch.json", file).failed).toBe(5);
});

test("a worker pool that has other workers, thresholds or failures than was recorded fails", () => {
  const text = readFileSync(join(folder, "worker-pool.json"), "utf8");
  const failures = (from: string, to: string) =>
    runVectors("worker-pool.json", JSON.parse(text.replace(from, to))).failed;
  expect(failures("moon", "sun")).toBe(0);
  for (const [from, to] of [
    ['"available": 1', '"available": 0'],
    ['"cooldown_period": 0', '"cooldown_period": 61'],
    ['"cloud": "error"', '"stale": 0'],
    ['"stale": 5', '"stale": 0'],
    ['"window-mean"', '"latest"'],
    ['"requests": 1', '"requests": 2'],
  ] as const) {
    expect(failures(from, to), from).toBe(1);
  }
});

test("services with other readings, rules, models or caches than was recorded fail", () => {
  const text = readFileSync(join(folder, "services.json"), "utf8");
  const failures = (from: string, to: string) => {
    expect(text).toContain(from);
    return runVectors("services.json", JSON.parse(text.replace(from, to))).failed;
  };
  expect(runVectors("services.json", JSON.parse(text)).failed).toBe(0);
  for (const [from, to] of [
    ['"cpuPct": 75', '"cpuPct": 70'],
    ['"completedPerSec": 0', '"completedPerSec": 3'],
    ['"downMode": "any"', '"downMode": "all"'],
    ['"newReplicaVramMiB": 2048', '"newReplicaVramMiB": 1024'],
    ['"expected_period": "peak"', '"expected_period": "normal"'],
    ['"gpus": 2', '"gpus": 3'],
    ['"inFlight": 1', '"inFlight": 0'],
    ['"otherMiB": 11264', '"otherMiB": 1264'],
    ['"minLookupsInWindow": 100', '"minLookupsInWindow": 99'],
    ['"forSec": 120', '"forSec": 121'],
  ] as const) {
    expect(failures(from, to), from).toBe(1);
  }
});

test("a vector with a key nobody knows fails instead of passing by chance", () => {
  const file = shipped((all) => {
    named(all, "ev-dead-band-1").config = { cpu_only: true, cooldown: 60 };
  });
  const { failed, lines } = runVectors("distributed-funsearch.json", file);
  expect(failed).toBe(1);
  expect(lines.join("\n")).toContain("cooldown");
});

test("vectors with values that no shipped one has pass with what follows by hand, and fail with anything else", () => {
  for (const { file, vector, wrong } of unseen) {
    const list = { about: "opengris-scaler", vectors: [{ name: "unseen", ...vector }] };
    expect(runVectors(file, list).lines).toEqual([expect.stringMatching(/: 1\/1$/)]);
    const other = { ...list, vectors: [{ name: "unseen", ...vector, ...wrong }] };
    expect(runVectors(file, other)).toMatchObject({ passed: 0, failed: 1 });
  }
});

test("every vector is counted, whatever its name and place", () => {
  for (const file of Object.keys(counts)) {
    const content = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;
    const before = runVectors(file, content);
    for (const list of Object.values(content).filter((each) => Array.isArray(each))) {
      list.reverse();
      for (const [index, vector] of list.entries()) vector["name" in vector ? "name" : "id"] = `vector ${index}`;
    }
    const { passed, failed, notDecisions } = runVectors(file, content);
    expect({ passed, failed, notDecisions }).toEqual({ ...counts[file], failed: 0 });
    expect(before).toMatchObject({ passed, failed, notDecisions });
  }
});

test("a vector without a case fails", () => {
  for (const system of ["schedule", "gpu-placement", "vram-unload", "model-plan", "cache-ttl", "alerts"]) {
    const vectors = [{ name: "empty", system, config: shippedConfig(system), cases: [] }];
    expect(runVectors("services.json", { vectors }), system).toMatchObject({ passed: 0, failed: 1 });
  }
  const scaling = { id: "empty", kind: "scaling", policy_content: "allocate=even_load; scaling=no", steps: [] };
  const allocation = { id: "empty", kind: "allocation", policy: "even_load", ops: [], expected: [] };
  expect(runVectors("scaler.json", { vectors: [scaling, allocation] })).toMatchObject({ passed: 0, failed: 2 });
});

test("the services' file is known by what it says of itself", () => {
  const content = JSON.parse(readFileSync(join(folder, "services.json"), "utf8"));
  const told = { ...content, schema: "vectors of worker_pool and services" };
  expect(runVectors("kept-back.json", told)).toMatchObject({ failed: 0, ...counts["services.json"] });
});

test("a vector of an unknown kind fails", () => {
  const file = shipped((all) => {
    all.vectors.push({ name: "new", generation: "v1", config: {}, state: {}, observation: { moon: 1 }, expected: {} });
  });
  const { failed, lines } = runVectors("distributed-funsearch.json", file);
  expect(failed).toBe(1);
  expect(lines).toContain("distributed-funsearch.json unknown kind: 0/1");
});

test("an unknown file, a file without vectors and one that is no JSON fail", () => {
  const empty = mkdtempSync(join(tmpdir(), "vectors-"));
  try {
    expect(runFolder(empty).failed).toBe(1);
    writeFileSync(join(empty, "moon.json"), '{"vectors":[{"name":"a"}]}');
    writeFileSync(join(empty, "distributed-funsearch.json"), '{"vectors":[]}');
    writeFileSync(join(empty, "torn.json"), '{"vectors":[');
    expect(runFolder(empty).failed).toBe(3);
  } finally {
    rmSync(empty, { recursive: true });
  }
});

test("what no policy decides is told with its reason and never counted as passed", () => {
  const { lines } = runFile(join(folder, "distributed-funsearch.json"));
  const told = lines.filter((line) => line.includes("not a decision"));
  expect(told.map((line) => line.split(":")[0])).toEqual([
    "distributed-funsearch.json message batching",
    "distributed-funsearch.json command line",
    "distributed-funsearch.json client library",
    "distributed-funsearch.json process handling",
    "distributed-funsearch.json workload arithmetic",
  ]);
});
