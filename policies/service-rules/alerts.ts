import type { Decision, Observation, Seconds } from "../policy.ts";
import type { Alert } from "./alert-parameters.ts";
import type { Clocks } from "./memory.ts";
import { freeShare, metricOf } from "./metrics.ts";
import type { Parameters } from "./parameters.ts";
import { hitRatio } from "./tune-caches.ts";

/** The state of every alert: true long enough it fires. A value that is not known ends it, as in Prometheus. */
export function evaluateAlerts(
  parameters: Parameters,
  observation: Observation,
  before: Clocks,
): { readonly decisions: readonly Decision[]; readonly clocks: Clocks } {
  const { time } = observation;
  const clocks: Record<string, Seconds> = {};
  const decisions = Object.entries(parameters.alerts).flatMap(([name, alert]) =>
    watched(name, alert, parameters, observation).map(({ subject, value }): Decision => {
      const facts = { ...(value === undefined ? {} : { value }), severity: alert.severity, page: pageOf(alert) };
      const state = (code: string): Decision => ({ subject, action: null, because: [{ code, facts }] });
      if (value === undefined || !isTrue(alert, value)) return state("alert-inactive");
      const since = (Object.hasOwn(before, subject) ? before[subject] : undefined) ?? time;
      clocks[subject] = since;
      return state(time - since >= alert.for ? "alert-firing" : "alert-pending");
    }),
  );
  return { decisions, clocks };
}

interface Watched {
  readonly subject: string;
  readonly value?: number | undefined;
}

/** One for each GPU or cache, else the one of its service. */
function watched(name: string, alert: Alert, parameters: Parameters, observation: Observation): Watched[] {
  const { metric, service, except } = alert;
  const each = <T>(table: Readonly<Record<string, T>>, read: (one: T) => number | undefined) =>
    Object.entries(table)
      .filter(([key]) => !except.includes(key))
      .map(([key, one]) => ({ subject: `${name} ${key}`, value: read(one) }));
  if (metric === "freeGpuMemory") return each(observation.devices, freeShare);
  if (metric === "hitRatio")
    return each(observation.caches, (cache) => (cache.lookups === 0 ? undefined : hitRatio(cache)));
  const group = service === null ? undefined : observation.groups[service];
  const value = group && metricOf(metric, group, observation, parameters.undefinedWhenIdle);
  return [{ subject: name, value }];
}

function isTrue({ above, below }: Alert, value: number): boolean {
  return (above === null || value > above) && (below === null || value < below);
}

function pageOf({ page, severity }: Alert): string {
  return page ?? { critical: "P0", warning: "P1", info: "nobody" }[severity];
}
