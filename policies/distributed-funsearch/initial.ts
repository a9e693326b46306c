import type { Decision, Reason } from "../policy.ts";
import { started } from "./judge.ts";
import type { Parameters } from "./parameters.ts";
import { findDevices } from "./placement.ts";
import type { Found, View } from "./view.ts";

type Initial = NonNullable<Parameters["initial"]>;

/** The first check, where initial counts are given: samplers on GPUs of their own as far as there are any, then evaluators. */
export function placeInitial(view: View, initial: Initial): readonly Decision[] {
  const { sampler, evaluator, cpuOnly } = view.parameters;
  const decisions: Decision[] = [];
  const rules = {
    minimumFreeMemory: initial.minimumFreeGpuMemory,
    maximumUtilization: initial.maximumGpuUtilization,
    nodeMemory: false,
  };
  const onDevices = (wanted: number) => (cpuOnly ? anywhere(wanted) : findDevices(view, wanted, rules));
  if (sampler !== null) decisions.push(fill(view, sampler.group, initial.samplers, onDevices));
  if (evaluator !== null) decisions.push(fill(view, evaluator.group, initial.evaluators, anywhere));
  return decisions;
}

function fill(view: View, name: string, asked: number, find: (wanted: number) => Found | Reason): Decision {
  const group = view.observation.groups[name];
  if (group === undefined) return { subject: name, action: null, because: [{ code: "group-not-listed", facts: {} }] };
  const placement = { code: "initial-placement", facts: { asked, replicas: group.desired } };
  const wanted = asked - group.desired;
  if (wanted <= 0)
    return { subject: name, action: null, because: [{ code: "initial-count-reached", facts: placement.facts }] };
  const found = find(wanted);
  if ("code" in found) return { subject: name, action: null, because: [placement, found] };
  const because = { ...placement, facts: { ...placement.facts, placed: found.start.length } };
  return started(name, group, { start: found.start, because }, []);
}

function anywhere(wanted: number): Found {
  return { start: Array.from({ length: wanted }, () => ({})), because: { code: "cpu-allows", facts: {} } };
}
