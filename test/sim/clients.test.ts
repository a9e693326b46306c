import { expect, test } from "vitest";
import { estimate } from "../../sim/measure/summary.ts";
import { hold, observed, scenarioOf } from "./scenario-of.ts";

const constant = (value: number) => ({ kind: "constant", value }) as const;
const clients = (count: number, think: number, service: number) =>
  ({
    kind: "clients",
    name: "users",
    queue: "work",
    from: 0,
    count,
    think: constant(think),
    service: constant(service),
  }) as const;

test("a client thinks, sends a task, and thinks again when it is done", () => {
  const scenario = scenarioOf({ horizon: 100, workload: [clients(1, 5, 10)] });
  const { tasks } = observed(scenario).measures;
  // Sent at 5, 20, 35, …: seven by 95, the last of them unfinished at 100.
  expect(tasks).toMatchObject({ arrived: 7, completed: 6, unfinished: 1 });
});

test("clients wait for each other, not for themselves", () => {
  const scenario = scenarioOf({ horizon: 100, workload: [clients(2, 5, 10)] });
  const { tasks } = observed(scenario).measures;
  // Both are sent at 5; from then on the replica is never idle, and each waits for 5 s of the other's 10.
  expect(tasks.completed).toBe(9);
  expect(tasks.wait?.p50).toBe(5);
});

test("a client whose task was lost or expired goes on as well", () => {
  const scenario = scenarioOf({
    horizon: 100,
    queues: [{ name: "work", acknowledge: "after", timeToLive: 2 }],
    workload: [clients(3, 5, 10)],
  });
  const { tasks } = observed(scenario).measures;
  expect(tasks.expired).toBeGreaterThan(5);
  expect(tasks.arrived).toBe(tasks.completed + (tasks.expired ?? 0) + tasks.unfinished);
});

test("a source that has ended sends nothing more", () => {
  const scenario = scenarioOf({ horizon: 100, workload: [{ ...clients(1, 5, 10), from: 10, until: 40 }] });
  expect(observed(scenario).measures.tasks.arrived).toBe(2);
});

/** Throughput of c servers with N clients that think and are served exponentially: the machine-repair model M/M/c//N. */
function throughput(servers: number, count: number, think: number, service: number): number {
  let term = 1;
  let [sum, inSystem] = [1, 0];
  for (let n = 1; n <= count; n++) {
    term *= ((count - n + 1) / think) * (service / Math.min(n, servers));
    sum += term;
    inSystem += n * term;
  }
  return (count - inSystem / sum) / think;
}

test.each([
  [1, 5, 10, 2],
  [3, 12, 4, 1],
])(
  "%i servers and %i clients have the exact throughput of the machine-repair model",
  (servers, count, think, service) => {
    const horizon = 3000;
    const scenario = scenarioOf({
      horizon,
      check: { period: horizon, phase: 0 },
      group: { initial: { replicas: servers, phase: "ready" } },
      workload: [
        {
          ...clients(count, 0, 0),
          think: { kind: "exponential", mean: think },
          service: { kind: "exponential", mean: service },
        },
      ],
    });
    const rates = Array.from(
      { length: 20 },
      (_, seed) => observed(scenario, hold, seed).measures.tasks.completed / horizon,
    );
    const { low, high } = estimate(rates);
    const exact = throughput(servers, count, think, service);
    expect(low).toBeLessThan(exact);
    expect(high).toBeGreaterThan(exact);
  },
);
