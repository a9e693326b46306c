import { define } from "./entry.ts";
import type { Decision, Json, Observation, Outcome, Policy } from "./policy.ts";
import { evaluateAlerts } from "./service-rules/alerts.ts";
import { examples } from "./service-rules/examples.ts";
import { beginning, type Memory } from "./service-rules/memory.ts";
import { type Parameters, parameters } from "./service-rules/parameters.ts";
import { planModels } from "./service-rules/plan-models.ts";
import { reasons } from "./service-rules/reasons.ts";
import { judgeServices } from "./service-rules/services.ts";
import { tuneCaches } from "./service-rules/tune-caches.ts";
import { unloadModels } from "./service-rules/unload-models.ts";

/** Tables of rules for services that share GPUs: up by any rule, down by all; with a matrix, a schedule, models, caches, alerts. */
export const serviceRules = define({
  name: "service-rules",
  summary: "Scales each service by its table of sustained conditions, a matrix between services and a daily schedule.",
  source: "Autoscaling Rules (2025), sections 1 to 7; the defaults settle what it leaves open",
  parameters,
  reasons,
  readsCalendar: true,
  examples,
  asks: ({ plan, unload, caches }) => [
    ...(plan === null ? [] : (["load"] as const)),
    ...(unload === null ? [] : (["unload"] as const)),
    ...(caches === null ? [] : (["retain"] as const)),
  ],
  create: (bound): Policy<Memory> => ({
    name: "service-rules",
    version: 1,
    parameters: bound satisfies Json,
    begin: () => beginning,
    decide: (observation, memory) => decide(bound, observation, memory),
  }),
});

function decide(bound: Parameters, observation: Observation, memory: Memory): Outcome<Memory> {
  const { services, decisions: scaling } = judgeServices(bound, observation, memory.services);
  const alerts = evaluateAlerts(bound, observation, memory.alerts);
  const { time } = observation;
  const isCacheTime = bound.caches !== null && (memory.tuned === null || time - memory.tuned >= bound.caches.every);
  const plan = bound.plan === null || memory.planned ? undefined : planModels(bound.plan, observation);
  const decisions: Decision[] = [
    ...scaling,
    ...(plan?.decisions ?? []),
    ...(bound.unload === null ? [] : unloadModels(bound.unload, observation)),
    ...(isCacheTime && bound.caches !== null ? tuneCaches(bound.caches, observation) : []),
    ...alerts.decisions,
  ];
  return {
    decisions,
    memory: {
      services,
      alerts: alerts.clocks,
      tuned: isCacheTime ? time : memory.tuned,
      planned: plan?.isDone ?? memory.planned,
    },
  };
}
