import type { Policy } from "../../policies/policy.ts";
import type { Check, Scenario } from "../../scenarios/index.ts";
import { type Candidate, simulate } from "../../sim/index.ts";
import { type ReadPath, recorded } from "./recorded.ts";

/** What a policy looked for and did not find while it decided so often on made-up work in this scenario's plant. */
export interface Trial {
  readonly missed: readonly ReadPath[];
  readonly decisions: number;
  /** It never said anything of any group, not even that it lets it be. */
  readonly silent: boolean;
  /** All it ever said was that it was given no count. */
  readonly countless: boolean;
}

/** Ends at the first thing that goes wrong: a real run tells of it. */
export function trialOf(scenario: Scenario, { create }: Candidate): Trial {
  const missed = new Map<string, ReadPath>();
  let decisions = 0;
  let [answers, subjects] = [0, 0];
  let countless = true;
  const watched = (policy: Policy): Policy => ({
    ...policy,
    begin: () => policy.begin(),
    decide(observation, memory) {
      decisions++;
      const note = (path: ReadPath) => missed.set(JSON.stringify(path), path);
      const outcome = policy.decide(recorded(observation, note), memory);
      answers++;
      subjects += outcome.decisions.length;
      countless &&= outcome.decisions.every(({ because }) => because.every(({ code }) => code === "count-not-given"));
      return outcome;
    },
  });
  try {
    simulate(trialScenario(scenario), (own) => watched(create(own)), { seed: 1, traces: new Map() });
  } catch {}
  return {
    missed: [...missed.values()],
    decisions,
    silent: answers > 0 && subjects === 0,
    countless: subjects > 0 && countless,
  };
}

const CHECKS = 20;
const TASKS = 20;

/** The same plant and sensors for some checks. Every queue gets a crowd of tasks at the start and half-way, and is idle between. */
function trialScenario({ faults: _, ...scenario }: Scenario): Scenario {
  const { check, controllers, queues, groups } = scenario;
  const period = Math.min(...(controllers ?? [{ check }]).map((each) => each.check.period ?? 60));
  // One that decides once an hour would not, or the others all too often.
  const often = (own: Check): Check => (own.period === undefined ? own : { ...own, phase: 0, period });
  const horizon = CHECKS * period;
  return {
    ...scenario,
    horizon,
    check: often(check),
    ...(controllers && { controllers: controllers.map((each) => ({ ...each, takes: 0, check: often(each.check) })) }),
    queues: queues.map(({ followUps: _, ...queue }) => queue),
    groups: groups.map((group) => ({ ...group, warmUp: { kind: "constant", value: 0 } })),
    workload: queues.map(({ name }) => ({
      kind: "spikes",
      name: `trial of ${name}`,
      queue: name,
      from: 0,
      at: [0, horizon / 2],
      count: TASKS,
      over: period,
      service: { kind: "constant", value: period / 2 },
    })),
  };
}
