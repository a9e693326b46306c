import type { Json } from "../policy.ts";

const gibibyte = 2 ** 30;

/** One to begin with, then those that reach every rule, for the laws that hold for every policy; groups `sampler` and `evaluator` exist there. */
export const examples: readonly Json[] = [
  { services: { sampler: { maximum: 6, rules: { queue: { up: 50, down: 10, downFor: 60, cooldown: 120 } } } } },
  {
    services: {
      sampler: {
        minimum: 1,
        maximum: 6,
        stepUp: 2,
        warmUp: 100,
        gpu: { sets: [{ replicas: 2, devices: 1 }], memory: 8 * gibibyte, weights: 4 * gibibyte },
        rules: {
          queue: { up: 50, down: 10, downFor: 60, cooldown: 120, priority: "P1" },
          cpuUtilization: { up: 0.7, upFor: 100, down: 0.5, requiredForDown: false },
          errorRatio: { up: 0.5, cooldown: null, priority: "P0" },
        },
      },
      evaluator: {
        maximum: 4,
        stepDown: 2,
        gpu: { choose: "most-free" },
        rules: { queue: { up: 40, down: 20, cooldown: 60 }, latencyP95: { up: 20, down: 10 } },
      },
    },
    emergencySteps: 1,
    matrix: {
      errors: { when: [[{ service: "sampler", metric: "errorRatio" }]], up: ["evaluator"], ignoresCooldown: true },
      traffic: {
        when: [
          [{ service: "sampler", metric: "queue" }],
          [
            { service: "sampler", metric: "cpuUtilization" },
            { service: "evaluator", metric: "latencyP95" },
          ],
        ],
        up: ["sampler", "evaluator"],
      },
    },
    alerts: {
      backlog: { metric: "queue", service: "sampler", above: 50, for: 60 },
      headroom: { metric: "freeGpuMemory", below: 0.5, severity: "critical" },
      hits: { metric: "hitRatio", below: 0.6, severity: "info", except: ["creative"] },
    },
  },
  {
    services: {
      sampler: { minimum: 0, rules: { queue: { up: 60, down: 40 }, gpuUtilization: { up: 0.9, down: 0.6 } } },
      evaluator: { rules: { queue: { up: 50, down: 5 }, vramUtilization: { up: 0.9 } } },
    },
    downMode: "any",
    gpuCheck: false,
    schedule: {
      timeZone: "Asia/Tokyo",
      windows: {
        lull: { from: "09:15", to: "09:20", counts: { sampler: 1, evaluator: 1 }, shrink: true },
        morning: { from: "09:20", to: "09:35", counts: { sampler: 5 } },
      },
      otherwise: { evaluator: 3 },
    },
    unload: { criticalBelow: 0.4, warningBelow: 0.6, pinned: ["llama"] },
    plan: {
      models: [
        { name: "qwen", size: 16 * gibibyte },
        { name: "mistral", size: 4 * gibibyte },
      ],
    },
    caches: { every: 200, maximum: { fast: 600 }, exempt: ["creative"] },
  },
];
