import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bind,
  control,
  type Device,
  type Group,
  type Json,
  type Observation,
  type Replica,
} from "../../policies/index.ts";
import { serviceRules } from "../../policies/service-rules.ts";
import { observations } from "../laws/observations.ts";
import { gibibyte, groupOf, idle, observe, queueOf } from "./observations.ts";

/** Runs a service `app` through checks; every step is carried out at once. Returns the counts after each check. */
function counts(
  rules: Json,
  checks: readonly (readonly [time: number, waiting: number | undefined, error?: number])[],
  more = {},
) {
  const controller = control(bind("service-rules", { services: { app: { minimum: 1, maximum: 9, rules } }, ...more }));
  let desired = 4;
  return checks.map(([time, waiting, errorRatio]) => {
    const signals = errorRatio === undefined ? {} : { errorRatio };
    const app = groupOf(idle(desired), { serves: ["work"], signals });
    const queues = { work: waiting === undefined ? {} : queueOf(waiting) };
    for (const action of controller.step(observe({ time, queues, groups: { app } })).actions) {
      if (action.kind === "scale") desired = action.desired;
    }
    return desired;
  });
}

function decide(parameters: Json, seen: Partial<Observation>) {
  const policy = bind("service-rules", parameters);
  return policy.decide(observe(seen), policy.begin()).decisions;
}

const QUEUE = { queue: { up: 100, upFor: 60, down: 20, downFor: 120, cooldown: 90 } };

test("steps up once a threshold has been exceeded for its duration, and again after the cooldown", () => {
  expect(
    counts(QUEUE, [
      [0, 101],
      [30, 101],
      [60, 101],
      [90, 101],
      [149, 101],
      [150, 101],
    ]),
  ).toEqual([4, 4, 5, 5, 5, 6]);
});

test("begins anew after a reading that is at the threshold, missing, or too old", () => {
  expect(
    counts(QUEUE, [
      [0, 101],
      [30, 100],
      [60, 101],
      [90, 101],
    ]),
  ).toEqual([4, 4, 4, 4]);
  expect(
    counts(QUEUE, [
      [0, 101],
      [30, undefined],
      [60, 101],
      [90, 101],
    ]),
  ).toEqual([4, 4, 4, 4]);
  expect(
    counts(QUEUE, [
      [0, 101],
      [301, 101],
    ]),
  ).toEqual([4, 4]);
  expect(
    counts(QUEUE, [
      [0, 101],
      [300, 101],
    ]),
  ).toEqual([4, 5]);
});

test("steps down when the required metrics are low, one cooldown apart, never below the minimum", () => {
  expect(
    counts(QUEUE, [
      [0, 19],
      [120, 19],
      [209, 19],
      [210, 19],
      [300, 19],
      [600, 19],
    ]),
  ).toEqual([4, 3, 3, 2, 1, 1]);
  const both = { ...QUEUE, errorRatio: { up: 0.5, down: 0.1 } };
  expect(
    counts(both, [
      [0, 19, 0.2],
      [120, 19, 0.2],
    ]),
  ).toEqual([4, 4]);
  expect(
    counts(
      both,
      [
        [0, 19, 0.2],
        [120, 19, 0.2],
      ],
      { downMode: "any" },
    ),
  ).toEqual([4, 3]);
  expect(
    counts(both, [
      [0, 19],
      [120, 19],
    ]),
  ).toEqual([4, 4]);
});

test("a metric without a down rule blocks going down while it is breached", () => {
  const rules = { ...QUEUE, errorRatio: { up: 0.05, upFor: 1000, cooldown: null } };
  expect(
    counts(rules, [
      [0, 19, 0.04],
      [120, 19, 0.04],
      [240, 19, 0.06],
    ]),
  ).toEqual([4, 3, 3]);
});

describe("a rule without a cooldown", () => {
  const rules = { ...QUEUE, errorRatio: { up: 0.05, upFor: 30, cooldown: null, priority: "P0" } };

  test("acts during a cooldown, and again only after its duration or the warm-up", () => {
    const seen = [
      [0, 101, 0],
      [60, 101, 0.1],
      [90, 101, 0.1],
      [120, 101, 0.1],
      [149, 101, 0.1],
      [150, 101, 0.1],
    ] as const;
    expect(counts(rules, seen)).toEqual([4, 5, 6, 6, 6, 7]);
  });

  test("starts a cooldown for the others", () => {
    expect(
      counts(rules, [
        [0, 0, 0.1],
        [30, 0, 0.1],
        [60, 19, 0],
        [119, 19, 0],
        [120, 19, 0],
      ]),
    ).toEqual([4, 5, 5, 5, 4]);
  });

  test("stops after so many steps that did not help, until it is satisfied no more", () => {
    const seen = [0, 30, 90, 150].map((time) => [time, 50, 0.1] as const);
    const again = [180, 210, 240].map((time) => [time, 50, time === 180 ? 0 : 0.1] as const);
    expect(counts(rules, [...seen, ...again], { emergencySteps: 2 })).toEqual([4, 5, 6, 6, 6, 6, 7]);
  });
});

test("a change by somebody else starts the cooldown, a refused step does not", () => {
  const policy = bind("service-rules", { services: { app: { rules: { queue: { up: 100, cooldown: 90 } } } } });
  let memory = policy.begin();
  const step = (time: number, count: number) => {
    const app = groupOf(idle(count), { serves: ["work"] });
    const outcome = policy.decide(observe({ time, queues: { work: queueOf(101) }, groups: { app } }), memory);
    memory = outcome.memory;
    return outcome.decisions[0]?.because.at(-1)?.code;
  };
  expect([step(0, 2), step(30, 2)]).toEqual(["rule-satisfied", "rule-satisfied"]); // refused at 0
  expect([step(60, 5), step(149, 5), step(150, 5)]).toEqual(["cooldown", "cooldown", "rule-satisfied"]); // 5 by hand
});

describe("the matrix", () => {
  const services = {
    app: { rules: { queue: { up: 100 }, errorRatio: { up: 0.05, upFor: 60, cooldown: null } } },
    worker: { warmUp: 180, rules: { queue: { up: 50, cooldown: 600 } } },
  };
  const when = [[{ service: "app", metric: "errorRatio" }]];

  test("lifts another service, whose own cooldown and warm-up space the steps", () => {
    const steps = (ignoresCooldown: boolean) => {
      const matrix = { errors: { when, up: ["worker"], ignoresCooldown } };
      const controller = control(bind("service-rules", { services, matrix }));
      let worker = 2;
      return [0, 60, 239, 240, 420, 660].filter((time) => {
        const groups = {
          app: groupOf(idle(10), { serves: ["requests"], signals: { errorRatio: 0.1 } }),
          worker: groupOf(idle(worker), { serves: ["answers"] }),
        };
        const queues = { requests: queueOf(0), answers: queueOf(0) };
        const { actions } = controller.step(observe({ time, queues, groups }));
        const own = actions.find((action) => action.kind === "scale" && action.group === "worker");
        if (own?.kind === "scale") worker = own.desired;
        return own !== undefined;
      });
    };
    expect(steps(true)).toEqual([60, 240, 420, 660]);
    expect(steps(false)).toEqual([60, 660]);
  });

  test("names the most urgent cause", () => {
    const matrix = { errors: { when: [[{ service: "app", metric: "queue" }]], up: ["app"] } };
    const groups = { app: groupOf(idle(2), { serves: ["requests"] }) };
    const [app] = decide({ services, matrix }, { queues: { requests: queueOf(101) }, groups });
    expect(app?.because[0].facts).toEqual({ cause: "errors", priority: "P0" });
  });
});

describe("the schedule", () => {
  const schedule = {
    timeZone: "Europe/Berlin",
    windows: {
      peak: { from: "09:00", to: "18:00", counts: { app: 5 } },
      night: { from: "01:00", to: "06:00", counts: { app: 2 }, shrink: true },
    },
    otherwise: { app: 3 },
  };
  const at = (date: string, desired: number, waiting = 50) => {
    const app = groupOf(idle(desired), { serves: ["work"] });
    const parameters = { services: { app: { minimum: 1, rules: QUEUE } }, schedule };
    const [decision] = decide(parameters, {
      time: Date.parse(date) / 1000,
      queues: { work: queueOf(waiting) },
      groups: { app },
    });
    return decision?.action?.kind === "scale" ? decision.action.desired : desired;
  };

  test("raises to the floor of the local time in one step, and lets more stand", () => {
    expect(at("2026-01-15T07:59Z", 1)).toBe(3);
    expect(at("2026-01-15T08:00Z", 1)).toBe(5);
    expect(at("2026-07-15T07:00Z", 1)).toBe(5); // summer time
    expect(at("2026-01-15T17:00Z", 5)).toBe(5);
  });

  test("steps down to its floor at night unless an up threshold is exceeded", () => {
    expect(at("2026-01-15T00:00Z", 5)).toBe(4);
    expect(at("2026-01-15T00:00Z", 5, 101)).toBe(5);
    expect(at("2026-01-15T00:00Z", 2)).toBe(2);
    expect(at("2026-01-15T05:00Z", 5)).toBe(5);
  });

  test("an hour that the clocks skip or repeat is skipped or repeated", () => {
    const turned = { ...schedule, windows: { night: { from: "02:00", to: "03:00", counts: { app: 7 } } } };
    const app = groupOf(idle(3));
    const sees = (date: string) =>
      decide({ services: { app: {} }, schedule: turned }, { time: Date.parse(date) / 1000, groups: { app } })[0]
        ?.action;
    expect(sees("2026-03-29T00:59Z")).toBeNull(); // 01:59, then 03:00
    expect(sees("2026-03-29T01:00Z")).toBeNull();
    expect(sees("2026-10-25T00:30Z")).not.toBeNull(); // 02:30, twice
    expect(sees("2026-10-25T01:30Z")).not.toBeNull();
  });
});

describe("GPUs", () => {
  const gpu = { sets: [{ replicas: 2, devices: 1 }], memory: 10 * gibibyte };
  const withGpus = (free: readonly (number | undefined)[]) =>
    Object.fromEntries(
      free.map((gib, index): readonly [string, Device] => {
        const memory = gib === undefined ? {} : { memoryFree: gib * gibibyte };
        return [`gpu${index}`, { node: "node", index, memoryTotal: 40 * gibibyte, ...memory }];
      }),
    );
  const start = (free: readonly (number | undefined)[], own: Json, replicas: readonly Replica[] = idle(1)) => {
    const services = { app: { gpu: { ...gpu, ...(own as object) }, rules: { queue: { up: 10 } }, stepUp: 2 } };
    const app = groupOf(replicas, { serves: ["work"] });
    const [decision] = decide(
      { services },
      { queues: { work: queueOf(11) }, groups: { app }, devices: withGpus(free) },
    );
    return decision?.action?.kind === "scale"
      ? decision.action.start?.map(({ place }) => place)
      : decision?.because.at(-1)?.code;
  };

  test("needs a fifth of the memory free before and after a start", () => {
    expect(start([18, 40], {})).toEqual(["gpu0", "gpu1"]);
    expect(start([17.9, 40], {})).toBe("vram-veto");
    expect(start([undefined, 40], {})).toBe("vram-veto");
    expect(start([], {})).toBe("vram-veto");
  });

  test("counts weights once for each GPU, and what the same check starts", () => {
    expect(start([29, 29], { sets: [], weights: 11 * gibibyte })).toEqual(["gpu0", "gpu1"]);
    expect(start([28, 29], { sets: [{ replicas: 9, devices: 1 }] })).toEqual(["gpu0", "gpu0"]);
    expect(start([27, 40], { sets: [{ replicas: 9, devices: 1 }] })).toEqual(["gpu0"]);
  });

  test("takes the one with most free memory where that is asked for", () => {
    expect(start([30, 40], { sets: [], choose: "most-free" })).toEqual(["gpu1", "gpu0"]);
  });

  test("lets go who still warms up, then who is outside the set, then who has least to do, then the newest", () => {
    const on = (device: number, said: Partial<Replica>): Replica => ({
      id: "",
      phase: "ready",
      devices: [`gpu${device}`],
      ...said,
    });
    const leaves = (replicas: readonly Replica[]) => {
      const services = { app: { gpu, rules: { queue: { up: 10, down: 5 } } } };
      const app: Group = groupOf(replicas, { serves: ["work"] });
      const [decision] = decide(
        { services },
        { queues: { work: queueOf(0) }, groups: { app }, devices: withGpus([40, 40]) },
      );
      return decision?.action?.kind === "scale" ? decision.action.release : decision?.because.at(-1)?.code;
    };
    expect(leaves([on(1, { id: "a" }), on(0, { id: "b", phase: "warming" }), on(0, { id: "c" })])).toEqual(["b"]);
    expect(leaves([on(1, { id: "a", inService: 3 }), on(0, { id: "b" }), on(0, { id: "c" })])).toEqual(["a"]);
    expect(leaves([on(0, { id: "a" }), on(0, { id: "b", inService: 1 }), on(0, { id: "c", inService: 1 })])).toEqual([
      "a",
    ]);
    expect(leaves([on(0, { id: "a" }), on(0, { id: "b" }), on(0, { id: "c" })])).toEqual(["c"]);
    expect(leaves([on(0, { id: "a" }), on(0, { id: "b", phase: "unhealthy" })])).toBe("replica-unhealthy");
  });
});

test("plans all models on one GPU, or the largest apart, or none, against what is not theirs", () => {
  const models = [["qwen", 16] as const, ["mistral", 4] as const, ["llama", 5] as const];
  const plan = { models: models.map(([name, gib]) => ({ name, size: gib * gibibyte })) };
  const places = (...gpus: readonly (readonly [total: number, other?: number])[]) => {
    const devices = gpus.map(([total, other = 0], index) => [
      `gpu${index}`,
      { node: "node", index, memoryTotal: total * gibibyte, memoryFree: (total - other) * gibibyte },
    ]);
    return decide({ plan }, { devices: Object.fromEntries(devices) }).map(({ action }) =>
      action?.kind === "load" ? action.device : null,
    );
  };
  expect(places([31.25])).toEqual(["gpu0", "gpu0", "gpu0"]);
  expect(places([31.24])).toEqual([null, null, null]);
  expect(places([20], [11.25])).toEqual(["gpu0", "gpu1", "gpu1"]);
  expect(places([20], [11.24])).toEqual([null, null, null]);
  expect(places([40, 8], [40])).toEqual(["gpu0", "gpu1", "gpu1"]);
});

test("every reason is reached by an example", () => {
  const reached = new Set<string>();
  for (const parameters of serviceRules.examples ?? []) {
    const policy = bind("service-rules", parameters);
    for (const seen of fc.sample(observations, { numRuns: 600, seed: 1 })) {
      let memory = policy.begin();
      for (const observation of seen) {
        const outcome = policy.decide(observation, memory);
        memory = outcome.memory;
        for (const { because } of outcome.decisions) for (const { code } of because) reached.add(code);
      }
    }
  }
  expect(Object.keys(serviceRules.reasons).filter((code) => !reached.has(code))).toEqual([]);
});

test.each([
  [
    { services: { app: { minimum: 5, maximum: 4 } } },
    '"services.app.minimum" is 5, expected at most "maximum", which is 4',
  ],
  [
    { services: { app: { rules: { queue: { up: 5, down: 5 } } } } },
    '"services.app.rules.queue.down" is 5, expected less than "up", which is 5',
  ],
  [
    { services: { app: { rules: { cpuUtilisation: { up: 1 } } } } },
    'has no parameter "services.app.rules.cpuUtilisation"; did you mean "cpuUtilization"?',
  ],
  [
    { services: { app: { rules: { cpuUtilization: { up: 70, down: 0.3 } } } } },
    '"services.app.rules.cpuUtilization.up" is 70, expected at most 1: cpuUtilization is a fraction, and 70 % of it is 0.7',
  ],
  [
    { alerts: { cold: { metric: "hitRatio", below: 60 } } },
    '"alerts.cold.below" is 60, expected at most 1: hitRatio is a fraction',
  ],
  [
    { services: { app: { rules: { queue: { upp: 1 } } } } },
    'has no parameter "services.app.rules.queue.upp"; did you mean "up"?',
  ],
  [
    { schedule: { timeZone: "Europe/Berln", windows: {} } },
    'expected an IANA time zone, such as "Europe/Berlin"; did you mean "Europe/Berlin"?',
  ],
  [
    { services: { app: { maximum: 4 } }, schedule: { windows: {}, otherwise: { app: 5 } } },
    '"schedule.otherwise.app" is 5, expected no more than the service\'s maximum, 4',
  ],
  [
    { services: { app: {} }, matrix: { row: { when: [[{ service: "app", metric: "queue" }]], up: ["app"] } } },
    '"matrix.row.when[0][0].metric" is "queue", expected a metric for which "app" has an up rule',
  ],
  [
    { services: { app: {} }, alerts: { full: { metric: "queue", service: "ap", above: 5 } } },
    '"alerts.full.service" is "ap", expected a service of these parameters; did you mean "app"?',
  ],
] as const)("refuses %j", (parameters, message) => {
  expect(() => bind("service-rules", parameters as unknown as Json)).toThrow(message);
});
