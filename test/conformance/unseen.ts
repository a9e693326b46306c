const calm = { cpuPct: 50, memPct: 60, requestQueue: 50, p95Sec: 1, errorPct: 1 };
const schedule = {
  timezone: "America/New_York",
  peak: { from: "07:30", to: "12:00", app: 6, "worker-llm": 2, "worker-rl": 1 },
  off_peak: { from: "22:00", to: "04:00", app: 2, "worker-llm": 2, "worker-rl": 1 },
  normal: { app: 3, "worker-llm": 2, "worker-rl": 1 },
};
const gpuTasks = {
  worker_groups: {},
  adapter_heartbeat: { max_worker_groups: 3, workers_per_group: 2, capabilities: { gpu: -1 } },
};

/** Vectors with values that no shipped one has. What is expected was worked out by hand from the rules; `wrong` is anything else. */
export const unseen: readonly { readonly file: string; readonly vector: object; readonly wrong: object }[] = [
  {
    // An empty pool with work counts as busy; half of 13 is 6; a quarter of 13 is 3; no more than 17.
    file: "worker-pool.json",
    vector: {
      system: "worker-pool",
      config: { min_workers: 0, max_workers: 17, cooldown_period: 60 },
      observations: [
        { t: 0, workers: 0, available: 0, pending: 2 },
        { t: 59, workers: 1, available: 0, pending: 2 },
        { t: 60, workers: 13, available: 0, pending: 1 },
        { t: 120, workers: 13, available: 13, pending: 0 },
      ],
      expected: [
        { t: 0, action: "up", from: 0, to: 1 },
        { t: 59, action: "hold", from: 1, to: 1 },
        { t: 60, action: "up", from: 13, to: 17 },
        { t: 120, action: "down", from: 13, to: 10 },
      ],
    },
    wrong: { config: { min_workers: 0, max_workers: 20, cooldown_period: 60 } },
  },
  {
    // Checks 120 s apart are too far apart for conditions of 180 s when 100 s is the most.
    file: "services.json",
    vector: {
      system: "services",
      config: { staleAfterSec: 100, schedule: null },
      initial: { app: 4 },
      observations: [0, 120, 240, 330, 420].map((t) => ({ t, app: { ...calm, cpuPct: 71 }, gpus: null })),
      expected: [{ t: 420, service: "app", action: "up", from: 4, to: 5, reason: "whatever" }],
    },
    wrong: { config: { staleAfterSec: 120 } },
  },
  {
    // Half past seven in New York; a missing reading neither blocks a floor nor counts as low.
    file: "services.json",
    vector: {
      system: "services",
      config: { schedule },
      initial: { app: 3 },
      observations: [
        { t: 26_999, app: { ...calm, cpuPct: null } },
        { t: 27_000, app: { ...calm, cpuPct: null } },
      ],
      expected: [{ t: 27_000, service: "app", action: "up", from: 3, to: 6 }],
    },
    wrong: { initial: { app: 4 } },
  },
  {
    // 7000 of 35000 MiB free are exactly a fifth, which passes; what is not known does not.
    file: "services.json",
    vector: {
      system: "services",
      config: {},
      initial: { "worker-rl": 2 },
      observations: [
        { t: 0, "worker-rl": { trainingQueue: 21 }, gpus: [{ index: 3, totalMiB: 35_000, usedMiB: null }] },
        { t: 30, "worker-rl": { trainingQueue: 21 }, gpus: [{ index: 3, totalMiB: 35_000, usedMiB: 28_001 }] },
        { t: 60, "worker-rl": { trainingQueue: 21 }, gpus: [{ index: 3, totalMiB: 35_000, usedMiB: 28_000 }] },
      ],
      expected: [{ t: 60, service: "worker-rl", action: "up", from: 2, to: 3 }],
    },
    wrong: { config: { newReplicaVramMiB: 1 } },
  },
  {
    // Nine tasks that need a GPU on one worker that has one are more than five; three without needs on two are not.
    file: "scaler.json",
    vector: {
      kind: "scaling",
      policy_content: " scaling = capability ; allocate=even_load;",
      snapshot: {
        ...gpuTasks,
        tasks: [
          [{}, 3],
          [{ gpu: 2 }, 9],
        ],
        workers: {
          "Worker|b": { capabilities: { gpu: -1 }, queued_tasks: 4 },
          "Worker|a": { capabilities: null, queued_tasks: 0 },
        },
      },
      expected: [{ command: "StartWorkerGroup", worker_group_id: "", capabilities: { gpu: 2 } }],
    },
    wrong: { expected: [] },
  },
  {
    file: "scaler.json",
    vector: {
      kind: "policy_content",
      policy_engine_type: "other",
      policy_content: "allocate=nothing",
      expected: { ok: false, raises: "ValueError", message: "Unknown policy type" },
    },
    wrong: { policy_engine_type: "simple" },
  },
  {
    // Seven are more than six; then the count stays as it was, and the GPU that is left has room; then nothing waits.
    file: "distributed-funsearch.json",
    vector: {
      generation: "v1",
      config: { sampler_scale_up_threshold: 6, min_gpu_memory_gib: 10, max_samplers: 3 },
      state: { samplers: [{ pid: 71 }], device_map: { 71: "cuda:1" } },
      observation: [
        {
          sampler_queue: 7,
          gpus: [
            { free_gib: 10, util: 49.9 },
            { free_gib: 80, util: 0 },
          ],
        },
        {},
        { sampler_queue: 0 },
      ],
      expected: [
        {
          actions: [{ action: "start", role: "sampler", pid: 5001, device: "cuda:0" }],
          device_map_after: { 71: "cuda:1", 5001: "cuda:0" },
        },
        { actions: [], device_map_after: { 71: "cuda:1", 5001: "cuda:0" } },
        {
          actions: [{ action: "terminate", role: "sampler", pid: 71, list_index: 0 }],
          device_map_after: { 5001: "cuda:0" },
        },
      ],
      expected_final: { evaluator_pids: [], sampler_pids: [5001] },
    },
    wrong: { config: { sampler_scale_up_threshold: 7, min_gpu_memory_gib: 10 } },
  },
];
