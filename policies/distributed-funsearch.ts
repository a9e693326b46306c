import { placeInitial } from "./distributed-funsearch/initial.ts";
import { type Judged, judge, released, started } from "./distributed-funsearch/judge.ts";
import { type Parameters, parameters, type RoleParameters } from "./distributed-funsearch/parameters.ts";
import { findDevices, findNode } from "./distributed-funsearch/placement.ts";
import { presets } from "./distributed-funsearch/presets.ts";
import { reasons } from "./distributed-funsearch/reasons.ts";
import { stuckSampler } from "./distributed-funsearch/release.ts";
import type { Found, Memory, View } from "./distributed-funsearch/view.ts";
import { define } from "./entry.ts";
import type { Decision, Group, Json, Observation, Outcome, Policy, Reason } from "./policy.ts";

/** The scaler of DistributedFunSearch: evaluators and samplers, each by its queue, at most one step a check. */
export const distributedFunSearch = define({
  name: "distributed-funsearch",
  summary:
    "Starts a sampler or evaluator when its queue backs up and GPU or CPU have room; releases one when the queue is empty.",
  source:
    "DistributedFunSearch docs/SCALING.md; preset as-published: src/disfun/scaling_utils.py at 35e5984 (2025-11-12)",
  parameters,
  presets,
  reasons,
  // A sampler is taken for stuck only while work waits.
  monotoneInLoad: ({ stuckAfter }) => stuckAfter === null,
  examples: [
    { step: 3, sampler: { minimum: 0 }, evaluator: { minimum: 0 } },
    { preset: "v3", enabled: true },
    { preset: "as-published", initial: { samplers: 3, evaluators: 2 } },
    { cpuOnly: true },
  ],
  create: (bound): Policy<Memory> => ({
    name: "distributed-funsearch",
    version: 1,
    parameters: bound satisfies Json,
    begin: () => ({
      placed: false,
      initial: null,
      samplerIdle: 0,
      evaluatorIdle: 0,
      consumersSeen: null,
      checksWithoutConsumers: 0,
    }),
    decide: (observation, memory) => decide(bound, observation, memory),
  }),
});

function decide(bound: Parameters, observation: Observation, memory: Memory): Outcome<Memory> {
  if (bound.initial !== null && !memory.placed) {
    const decisions = placeInitial({ parameters: bound, observation, memory }, bound.initial);
    return { decisions, memory: { ...memory, placed: true } };
  }
  const view: View = { parameters: bound, observation, memory: noted(bound, observation, memory) };
  const evaluator = bound.evaluator === null ? undefined : judgeEvaluator(view, bound.evaluator);
  const sampler = bound.sampler === null ? undefined : judgeSampler(view, bound.sampler);
  return { decisions: both(evaluator, sampler), memory: remembered(view.memory, sampler, evaluator) };
}

/** The evaluator comes first, as in the code. */
function both(evaluator: Judged | undefined, sampler: Judged | undefined): readonly Decision[] {
  if (evaluator === undefined) return sampler === undefined ? [] : [sampler.decision];
  return sampler === undefined ? [evaluator.decision] : [evaluator.decision, sampler.decision];
}

function judgeEvaluator(view: View, role: RoleParameters): Judged {
  return judge(view, { parameters: role, idle: view.memory.evaluatorIdle, find: findForEvaluators });
}

function judgeSampler(view: View, role: RoleParameters): Judged {
  return judge(view, { parameters: role, idle: view.memory.samplerIdle, find: findForSamplers, first: mend });
}

function findForEvaluators(view: View, wanted: number): Found | Reason {
  return findNode(view, wanted, false);
}

function findForSamplers(view: View, wanted: number): Found | Reason {
  const { gpu, cpuOnly } = view.parameters;
  if (cpuOnly) return findNode(view, wanted, true);
  const { minimumFreeMemory, maximumUtilization } = gpu;
  return findDevices(view, wanted, { minimumFreeMemory, maximumUtilization, nodeMemory: true });
}

/** What the first rewrite does before it looks at the backlog: replace lost consumers, end a stuck sampler. */
function mend(view: View, role: RoleParameters, group: Group, count: number): Decision | undefined {
  if (count === 0) return undefined;
  const replacement = replaceLost(view, role, group, count);
  if (replacement !== undefined) return replacement;
  const stuck = stuckSampler(view, group);
  return stuck === undefined ? undefined : released(role.group, group, stuck, []);
}

/** Neither the maximum nor the idle count has a say here. */
function replaceLost(view: View, role: RoleParameters, group: Group, count: number): Decision | undefined {
  const { replaceLost: rule } = view.parameters;
  const { consumersSeen, checksWithoutConsumers: checks } = view.memory;
  const lost = view.observation.queues[role.queue]?.consumers === 0 && consumersSeen !== null;
  if (rule === null || !lost) return undefined;
  const since = view.observation.time - consumersSeen;
  if (checks < rule.checks && since <= rule.after) return undefined;
  const found = findForSamplers(view, 1);
  if ("code" in found) return undefined;
  return started(role.group, group, found, [{ code: "consumers-lost", facts: { count, checks, since } }]);
}

/** Notes who is there at the first check, and whether the sampler queue has consumers. */
function noted(bound: Parameters, observation: Observation, memory: Memory): Memory {
  if (bound.sampler === null) return memory;
  const group = observation.groups[bound.sampler.group];
  let next = memory;
  if (memory.initial === null && group !== undefined) next = { ...next, initial: group.replicas.map(({ id }) => id) };
  const queue = observation.queues[bound.sampler.queue];
  if (bound.replaceLost === null || queue?.consumers === undefined) return next;
  if (queue.consumers > 0) return { ...next, consumersSeen: observation.time, checksWithoutConsumers: 0 };
  const waits = (queue.waiting ?? 0) + (queue.inService ?? 0) > 0;
  return waits && next.consumersSeen !== null
    ? { ...next, checksWithoutConsumers: next.checksWithoutConsumers + 1 }
    : next;
}

function remembered(memory: Memory, sampler: Judged | undefined, evaluator: Judged | undefined): Memory {
  const samplerIdle = sampler?.idle ?? memory.samplerIdle;
  const evaluatorIdle = evaluator?.idle ?? memory.evaluatorIdle;
  const same = samplerIdle === memory.samplerIdle && evaluatorIdle === memory.evaluatorIdle;
  return same ? memory : { ...memory, samplerIdle, evaluatorIdle };
}
