import { bind, type Policy } from "../../policies/index.ts";
import type { Distribution, Scenario } from "../../scenarios/scenario.ts";
import type { RunMeasures } from "../../sim/result.ts";
import { hold, poisson, scenarioOf } from "./scenario-of.ts";

/** A scenario with a policy, and what theory says of it. */
export interface Model {
  readonly name: string;
  readonly scenario: Scenario;
  readonly policy: Policy;
  readonly values: readonly Value[];
}

export interface Value {
  readonly what: string;
  readonly exact: number;
  readonly of: (measures: RunMeasures) => number;
}

export const wait = ({ tasks }: RunMeasures) => tasks.wait?.mean ?? 0;
const sojourn = ({ tasks }: RunMeasures) => tasks.sojourn?.mean ?? 0;
const busy = ({ groups }: RunMeasures) => groups.worker?.meanReplicas.busy ?? 0;
const warming = ({ groups }: RunMeasures) => groups.worker?.meanReplicas.warming ?? 0;

const never = (horizon: number) => ({ period: horizon, phase: horizon });

/** M/M/c with service rate 1; the wait is Erlang's C formula over c − λ. */
export function erlang(servers: number, utilization: number, horizon: number): Model {
  return {
    name: `M/M/${servers} at ${utilization}`,
    scenario: scenarioOf({
      horizon,
      check: never(horizon),
      group: { initial: { replicas: servers, phase: "ready" } },
      workload: [poisson(servers * utilization, 1)],
    }),
    policy: hold,
    values: [{ what: "mean wait", exact: meanWait(servers, utilization), of: wait }],
  };
}

/** The mean wait in an M/M/c queue with service rate 1. */
export function meanWait(servers: number, utilization: number): number {
  const load = servers * utilization;
  let term = 1;
  let sum = 1;
  for (let busy = 1; busy < servers; busy++) {
    term *= load / busy;
    sum += term;
  }
  const last = (term * load) / servers / (1 - utilization);
  return last / (sum + last) / (servers - load);
}

/** M/G/1 with mean service 1: the wait is Pollaczek's and Khinchine's ρ (1 + cv²) / 2 (1 − ρ). */
export function pollaczek(service: Distribution, cv: number, utilization: number, horizon: number): Model {
  return {
    name: `M/G/1 at ${utilization}, ${service.kind} service with CV ${cv}`,
    scenario: scenarioOf({
      horizon,
      check: never(horizon),
      workload: [{ ...poisson(utilization, 1), service }],
    }),
    policy: hold,
    values: [{ what: "mean wait", exact: (utilization * (1 + cv ** 2)) / 2 / (1 - utilization), of: wait }],
  };
}

/** M/G/1 with processor sharing, mean service 1: tasks on one core all at once. The response is 1 / (1 − ρ), whatever their service. */
export function shared(service: Distribution, cv: number, utilization: number, horizon: number): Model {
  return {
    name: `M/G/1 with processor sharing at ${utilization}, ${service.kind} service with CV ${cv}`,
    scenario: scenarioOf({
      horizon,
      check: never(horizon),
      nodes: [{ name: "node", cores: 1, memory: 1, gpus: [] }],
      group: {
        initial: { replicas: 100, phase: "ready" },
        needs: { cores: 1, warmUpCores: 0, memory: 0, gpus: 0, gpuMemory: 0, gpuUtilization: 0 },
      },
      workload: [{ ...poisson(utilization, 1), service }],
    }),
    policy: hold,
    values: [{ what: "mean response", exact: 1 / (1 - utilization), of: sojourn }],
  };
}

/** M/M/k/Setup: mean response, servers in use, servers in setup; service rate 1, mean setup `setup`. */
export interface Setup {
  readonly servers: number;
  readonly utilization: number;
  readonly setup: number;
  readonly exact: readonly [sojourn: number, busy: number, warming: number];
}

/** Exact values of an independent solver. */
export const setups: readonly Setup[] = [
  { servers: 1, utilization: 0.5, setup: 10, exact: [12, 0.5, setupOfOne(0.5, 10)] },
  { servers: 4, utilization: 0.5, setup: 1, exact: [1.62929, 2, 0.70115] },
  { servers: 4, utilization: 0.5, setup: 10, exact: [4.46214, 2, 1.60578] },
  { servers: 4, utilization: 0.5, setup: 100, exact: [30.31762, 2, 1.94985] },
  { servers: 8, utilization: 0.5, setup: 1, exact: [1.39075, 4, 1.23638] },
  { servers: 8, utilization: 0.5, setup: 10, exact: [2.9829, 4, 3.00192] },
  { servers: 8, utilization: 0.5, setup: 100, exact: [17.23913, 4, 3.85997] },
  { servers: 8, utilization: 0.8, setup: 1, exact: [1.68313, 6.4, 0.82225] },
  { servers: 8, utilization: 0.8, setup: 10, exact: [3.88862, 6.4, 1.4349] },
  { servers: 8, utilization: 0.8, setup: 100, exact: [23.96811, 6.4, 1.5819] },
];

/** One server: it is off or in setup in 1 − ρ of the time, and off for 1 / λ of every 1 / λ + setup of that. */
function setupOfOne(utilization: number, setup: number): number {
  return ((1 - utilization) * setup) / (1 / utilization + setup);
}

/** Every waiting task starts one server, as far as there are some; a server that idles goes, a setup nobody needs is cancelled. */
export function setupModel({ servers, utilization, setup, exact }: Setup, horizon: number): Model {
  return {
    name: `M/M/${servers}/Setup at ${utilization}, setup ${setup}`,
    scenario: onOff(servers, servers * utilization, setup, horizon),
    policy: bind("delayed-off", { idleFor: 0 }),
    values: [
      { what: "mean response", exact: exact[0], of: sojourn },
      { what: "servers in use", exact: exact[1], of: busy },
      { what: "servers in setup", exact: exact[2], of: warming },
    ],
  };
}

function onOff(servers: number, rate: number, setup: number, horizon: number): Scenario {
  return scenarioOf({
    horizon,
    check: { phase: 0, onChange: true },
    group: {
      maximum: servers,
      initial: { replicas: 0, phase: "ready" },
      warmUp: { kind: "exponential", mean: setup },
    },
    workload: [poisson(rate, 1)],
  });
}

/** A row of the table of optimal policies: service rate 1, at most 8 servers, cost (on + starting) + h · jobs in the system. */
export interface Regret {
  readonly rate: number;
  readonly setup: number;
  readonly h: number;
  readonly alwaysOn: number;
  readonly bestStatic: readonly [cost: number, servers: number];
  readonly onOff: number;
}

export const regrets: readonly Regret[] = [
  { rate: 2, setup: 10, h: 0.5, alwaysOn: 9.0002, bestStatic: [4.4444, 3], onOff: 7.9581 },
  { rate: 2, setup: 10, h: 0.1, alwaysOn: 8.2, bestStatic: [3.2889, 3], onOff: 5.6224 },
  { rate: 4, setup: 10, h: 0.5, alwaysOn: 10.0295, bestStatic: [8.1082, 5], onOff: 12.9677 },
  { rate: 2, setup: 50, h: 0.5, alwaysOn: 9.0002, bestStatic: [4.4444, 3], onOff: 15.0289 },
  { rate: 2, setup: 1, h: 0.5, alwaysOn: 9.0002, bestStatic: [4.4444, 3], onOff: 4.3654 },
];

/** The columns of a row that can be simulated: always on, the best fixed number, on and off at idle. */
export function regretModels(row: Regret, horizon: number): Model[] {
  const { rate, setup, h } = row;
  const name = `regret table, rate ${rate}, setup ${setup}, h ${h}`;
  const cost = ({ tasks, groups, duration }: RunMeasures) =>
    ((groups.worker?.replicaHours ?? 0) * 3600) / duration + h * (tasks.meanWaiting + tasks.meanInService);
  const fixed = (servers: number, what: string, exact: number): Model => ({
    name,
    scenario: scenarioOf({
      horizon,
      check: never(horizon),
      group: { initial: { replicas: servers, phase: "ready" } },
      workload: [poisson(rate, 1)],
    }),
    policy: hold,
    values: [{ what, exact, of: cost }],
  });
  const [best, servers] = row.bestStatic;
  return [
    fixed(8, "cost rate, always 8 on", row.alwaysOn),
    fixed(servers, `cost rate, best static (${servers})`, best),
    {
      name,
      scenario: onOff(8, rate, setup, horizon),
      policy: bind("delayed-off", { idleFor: 0 }),
      values: [{ what: "cost rate, on/off at idle", exact: row.onOff, of: cost }],
    },
  ];
}

/**
 * The published example of SimFaaS: a request that finds no idle instance starts its own, whose first service is the slow one; one
 * that idles for 600 s goes; the newest idle one is asked first. Its own figures come from one run of 10⁶ s each, so they show how
 * far chance alone goes; exact is only that the instances running are the arrivals' rate times the mean service.
 */
export function simFaas(horizon: number): Model {
  const [rate, warm, cold] = [0.9, 1.991, 2.244];
  return {
    name: "SimFaaS's example",
    scenario: scenarioOf({
      horizon,
      check: { phase: 0, onChange: true },
      group: {
        initial: { replicas: 0, phase: "ready" },
        warmUp: { kind: "constant", value: 0 },
        dispatch: "newest-idle",
        firstTasks: { count: 1, slowdown: cold / warm },
      },
      workload: [poisson(rate, warm)],
    }),
    policy: bind("delayed-off", { idleFor: 600 }),
    values: [
      {
        what: "running instances, less what cold starts add",
        exact: rate * warm,
        of: (measures) => busy(measures) - (coldStarts(measures) / measures.duration) * (cold - warm),
      },
    ],
  };
}

const coldStarts = ({ groups }: RunMeasures) => groups.worker?.starts ?? 0;
const instances = ({ groups }: RunMeasures) => groups.worker?.meanReplicas.ready ?? 0;

/** What SimFaaS published of a run of 10⁶ s, and what one more run of that program gave. */
export const simFaasPublished: readonly {
  readonly what: string;
  readonly found: readonly [number, number];
  readonly of: Value["of"];
}[] = [
  { what: "share of cold requests", found: [0.0014, 0.0013], of: (run) => coldStarts(run) / run.tasks.arrived },
  { what: "instances", found: [7.6612, 7.6909], of: instances },
  { what: "running instances", found: [1.7879, 1.7932], of: busy },
  { what: "idle instances", found: [5.8733, 5.8977], of: (run) => instances(run) - busy(run) },
  {
    what: "life of an instance, s",
    found: [6335, 6400],
    of: (run) => (instances(run) * run.duration) / coldStarts(run),
  },
];
