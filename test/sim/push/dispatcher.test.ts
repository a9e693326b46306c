import { describe, expect, test } from "vitest";
import type { DispatcherSpec, GroupSpec, Scenario, SourceSpec } from "../../../scenarios/scenario.ts";
import { groupOf, observed, scenarioOf, scripted, tasksAt } from "../scenario-of.ts";

const push: DispatcherSpec = { kind: "push", allocate: "even_load", queueSize: 1000, balanceEvery: 1, trigger: 2 };

function pushed(group: Partial<GroupSpec>, workload: readonly SourceSpec[], dispatcher: Partial<DispatcherSpec> = {}) {
  return scenarioOf({
    horizon: 200,
    dispatcher: { ...push, ...dispatcher },
    group: { workers: 1, grace: 0, ...group },
    workload,
  });
}

/** A queue of each kind, one worker for CPU tasks and so many with a GPU. */
function mix(gpuWorkers: number, workload: readonly SourceSpec[], dispatcher: Partial<DispatcherSpec> = {}): Scenario {
  const { allocate } = { ...push, allocate: "capability", ...dispatcher };
  return scenarioOf({
    horizon: 100,
    dispatcher: { ...push, allocate: "capability", ...dispatcher },
    queues: [
      { name: "cpu", acknowledge: "after" },
      { name: "gpu", acknowledge: "after", needs: { gpu: 1 } },
    ],
    groups: [
      groupOf({ name: "plain", serves: allocate === "even_load" ? ["cpu", "gpu"] : ["cpu"], workers: 1 }),
      groupOf({
        name: "accelerated",
        serves: ["cpu", "gpu"],
        offers: { gpu: 1, linux: true },
        workers: 1,
        initial: { replicas: gpuWorkers, phase: "ready" },
      }),
    ],
    workload,
  });
}

describe("push dispatch", () => {
  test("hands every task at once to the worker with fewest, which holds it in a queue of its own", () => {
    const scenario = pushed({ initial: { replicas: 2, phase: "ready" } }, [tasksAt([1, 1, 1, 1, 1], 10)]);
    const { measures, observations } = observed(scenario);
    // Three and two: they wait 0, 0, 10, 10 and 20 s, all of it with their worker.
    expect(measures.tasks).toMatchObject({ completed: 5, meanWaiting: 0, meanHeld: 40 / 200, waitedAtAll: 3 });
    expect(measures.tasks.wait).toMatchObject({ mean: 8, max: 20 });
    expect(measures.groups.worker?.meanReplicas.busy).toBe(50 / 200);
    expect(observations[1]?.queues.work).toMatchObject({ waiting: 0, inService: 5 });
    expect(observations[1]?.workers).toEqual({ "worker-1/1": { waiting: 2 }, "worker-2/1": { waiting: 1 } });
    expect(observations[2]?.workers).toEqual({ "worker-1/1": { waiting: 1 }, "worker-2/1": { waiting: 0 } });
  });

  test("does not look at how long tasks take: short ones wait behind a long one", () => {
    const scenario = pushed({ initial: { replicas: 2, phase: "ready" } }, [tasksAt([1], 100), tasksAt([1, 1], 1)], {
      balanceEvery: 0,
    });
    expect(observed(scenario).measures.tasks.wait?.max).toBe(100);
  });

  test("lets a task wait in line when every worker is full", () => {
    const { measures, observations } = observed(pushed({}, [tasksAt([1, 2, 3, 4], 20)], { queueSize: 2 }));
    expect(observations[1]?.queues.work).toMatchObject({ waiting: 2, inService: 2, oldestWait: 7 });
    expect(measures.tasks.wait).toMatchObject({ max: 57, mean: (0 + 19 + 38 + 57) / 4 });
  });
});

describe("tasks with needs", () => {
  const both = [tasksAt([1, 1, 1, 1], 10, "cpu"), tasksAt([2, 2, 2, 2], 10, "gpu")];

  test("go to workers that offer them under capability", () => {
    const { measures, observations } = observed(mix(1, both));
    expect(observations[1]?.queues.gpu).toMatchObject({ needs: { gpu: 1 } });
    expect(observations[1]?.queues.cpu).not.toHaveProperty("needs");
    expect(observations[1]?.groups.accelerated?.offers).toEqual({ gpu: 1, linux: true });
    // Two CPU tasks each, then the GPU tasks all to the one with a GPU, behind its CPU tasks.
    expect(observations[1]?.workers).toEqual({
      "plain-1/1": { waiting: 1 },
      "accelerated-1/1": { offers: { gpu: 1, linux: true }, waiting: 5 },
    });
    // At 21 the plain worker is idle, but no CPU task is left to move.
    expect(measures.queues.gpu?.wait?.max).toBe(21 - 2 + 30);
  });

  test("go anywhere under even load", () => {
    const { observations } = observed(mix(1, both, { allocate: "even_load" }));
    expect(Object.values(observations[1]?.workers ?? {}).map(({ waiting }) => waiting)).toEqual([3, 3]);
  });

  test("that nobody can take hold up those behind them, but not new ones", () => {
    const scenario = mix(0, [tasksAt([1, 3], 10, "cpu"), tasksAt([2], 10, "gpu"), tasksAt([25], 10, "cpu")], {
      queueSize: 1,
    });
    const { measures, observations } = observed(scenario);
    // The CPU task of 3 s stands behind the GPU task of 2 s for ever; that of 25 s finds an idle worker.
    expect(observations[2]?.queues).toMatchObject({ cpu: { waiting: 1, inService: 0 }, gpu: { waiting: 1 } });
    expect(observations[3]?.queues.cpu).toMatchObject({ waiting: 1, inService: 1 });
    expect(measures.queues.cpu).toMatchObject({ completed: 2, unfinished: 1 });
  });

  test("begin when a worker that can take them connects", () => {
    const scenario = mix(0, [tasksAt([2], 10, "gpu"), tasksAt([3], 10, "cpu")], { queueSize: 1 });
    const { measures } = observed(
      scenario,
      scripted(({ time }) => (time === 10 ? { accelerated: 1 } : {})),
    );
    expect(measures.queues).toMatchObject({ gpu: { wait: { max: 38 } }, cpu: { wait: { max: 0 } } });
  });
});

describe("balancing", () => {
  const ten = [tasksAt(Array(10).fill(0), 10)];
  const second = scripted(() => ({ worker: 2 }));

  test("moves what is above the mean to a worker that has nothing", () => {
    const { measures, observations } = observed(pushed({}, ten), second);
    // At 30 s, when the second is ready, six tasks are held: three of them move.
    expect(observations[4]?.workers).toEqual({ "worker-1/1": { waiting: 2 }, "worker-2/1": { waiting: 1 } });
    expect(measures.tasks).toMatchObject({ completed: 10, redelivered: 0 });
    expect(measures.tasks.sojourn?.max).toBe(70);
  });

  test("can be left out: then a new worker gets nothing of what the others hold", () => {
    const { measures } = observed(pushed({}, ten, { balanceEvery: 0 }), second);
    expect(measures.tasks.sojourn?.max).toBe(100);
    expect(measures.groups.worker?.meanReplicas.busy).toBe(0.5);
  });

  test("never takes a task that is begun", () => {
    const { measures } = observed(pushed({}, [tasksAt([0], 100)], { allocate: "capability" }), second);
    expect(measures.tasks.sojourn?.max).toBe(100);
  });

  test("moves under capability as long as the most loaded is a task or more above the average", () => {
    const { observations } = observed(pushed({}, ten, { allocate: "capability" }), second);
    // Seven and none at 30 s, average 3.5: moves until four are left, one of them in service, and two are held at 40 s.
    expect(observations[4]?.workers).toEqual({ "worker-1/1": { waiting: 2 }, "worker-2/1": { waiting: 1 } });
  });
});

describe("balancing under capability beside workers that cannot help", () => {
  const gpuOnly = (plain: number) => {
    const given = mix(1, [tasksAt(Array(6).fill(0), 10, "gpu")]);
    const [first, second] = given.groups;
    const groups = [{ ...groupOf(first), initial: { replicas: plain, phase: "ready" as const } }, groupOf(second)];
    return observed(
      { ...given, groups },
      scripted(() => ({ accelerated: 2 })),
    ).measures.queues.gpu?.sojourn?.max;
  };

  test("shares the tasks when few of these are idle", () => {
    // Three are left at 30 s, when the second is ready: one of them moves.
    expect(gpuOnly(0)).toBe(50);
  });

  test("shares nothing when their idleness brings the average below one task", () => {
    expect(gpuOnly(4)).toBe(60);
  });
});

describe("a worker that leaves", () => {
  const six = [tasksAt(Array(6).fill(1), 10)];
  const fewer = scripted(({ time }) => (time === 10 ? { worker: 1 } : {}));

  test("gives its tasks back, and others begin the interrupted one anew", () => {
    const { measures, observations } = observed(pushed({ initial: { replicas: 2, phase: "ready" } }, six), fewer);
    expect(measures.tasks).toMatchObject({ completed: 6, redelivered: 3, lost: 0 });
    expect(measures.groups.worker).toMatchObject({ killed: 1, killedWork: 9 / 3600 });
    expect(observations[2]?.workers).toEqual({ "worker-1/1": { waiting: 4 } });
    expect(measures.tasks.sojourn?.max).toBe(60);
  });

  test("loses only what it had begun where that is acknowledged before", () => {
    const scenario = {
      ...pushed({ initial: { replicas: 2, phase: "ready" } }, six),
      queues: [{ name: "work", acknowledge: "before" as const }],
    };
    expect(observed(scenario, fewer).measures.tasks).toMatchObject({ completed: 5, lost: 1, redelivered: 2 });
  });

  test("finishes what it is at within the grace time", () => {
    const scenario = pushed({ initial: { replicas: 2, phase: "ready" }, grace: 20 }, six);
    const { measures } = observed(scenario, fewer);
    expect(measures.tasks).toMatchObject({ completed: 6, redelivered: 2 });
    expect(measures.tasks.sojourn?.max).toBe(50);
  });

  test("leaves its tasks in line when it was the last", () => {
    const { observations } = observed(
      pushed({}, six),
      scripted(({ time }) => (time === 10 ? { worker: 0 } : {})),
    );
    expect(observations[2]?.queues.work).toMatchObject({ waiting: 6, inService: 0 });
    expect(observations[2]?.workers).toEqual({});
  });
});

describe("replicas of several workers", () => {
  test("are told of by their owner as it does: all, nothing, or workers that nobody knows", () => {
    const told = (reports?: "nothing" | "other-workers") => {
      const group = { workers: 2, offers: { gpu: 1 }, ...(reports && { reports }) };
      const { groups, workers } = observed(pushed(group, [])).observations[1] ?? {};
      const replica = groups?.worker?.replicas[0];
      expect(Object.entries(workers ?? {})).toEqual([
        ["worker-1/1", { offers: { gpu: 1 }, waiting: 0 }],
        ["worker-1/2", { offers: { gpu: 1 }, waiting: 0 }],
      ]);
      return [replica?.workers, replica?.offers];
    };
    expect(told()).toEqual([["worker-1/1", "worker-1/2"], undefined]);
    expect(told("nothing")).toEqual([[], {}]);
    expect(told("other-workers")).toEqual([["worker-1/1/reported", "worker-1/2/reported"], undefined]);
  });

  test("serve as many tasks at once, and are listed with their workers before these connect", () => {
    const scenario = pushed({ workers: 2, initial: { replicas: 1, phase: "warming" } }, [tasksAt([31, 31, 31], 10)]);
    const { measures, observations } = observed(scenario);
    expect(observations[0]?.groups.worker?.replicas[0]?.workers).toEqual(["worker-1/1", "worker-1/2"]);
    expect(observations[0]?.workers).toEqual({});
    expect(observations[4]?.workers).toEqual({ "worker-1/1": { waiting: 1 }, "worker-1/2": { waiting: 0 } });
    expect(observations[4]?.groups.worker?.replicas[0]?.inService).toBe(2);
    expect(measures.tasks.wait).toMatchObject({ mean: 10 / 3, max: 10 });
    expect(measures.groups.worker?.meanReplicas.busy).toBe(20 / 200);
  });

  test("the first to connect gets all that waits, until tasks are balanced", () => {
    const waiting = (balanceEvery: number) => {
      const scenario = pushed(
        { workers: 2, initial: { replicas: 1, phase: "warming" } },
        [tasksAt([0, 0, 0, 0], 100)],
        {
          balanceEvery,
        },
      );
      return Object.values(observed(scenario).observations[4]?.workers ?? {}).map((worker) => worker.waiting);
    };
    expect(waiting(0)).toEqual([3, 0]);
    expect(waiting(7)).toEqual([2, 0]);
  });
});

test("who is connected is known at once, what they hold as late as the sensor says", () => {
  const scenario = pushed({ initial: { replicas: 2, phase: "ready" } }, [tasksAt([1, 1, 1], 30)]);
  const late = { period: 0, lag: 10, window: 0 };
  const { observations } = observed({ ...scenario, sensors: { ...scenario.sensors, groups: late } });
  expect(observations[0]?.workers).toEqual({ "worker-1/1": {}, "worker-2/1": {} });
  expect(observations[1]?.workers).toEqual({ "worker-1/1": { waiting: 0 }, "worker-2/1": { waiting: 0 } });
  expect(observations[2]?.workers).toEqual({ "worker-1/1": { waiting: 1 }, "worker-2/1": { waiting: 0 } });
});
