import type { Decision, Device, Observation } from "../policy.ts";
import { freeShare } from "./metrics.ts";
import type { Parameters } from "./parameters.ts";
import { devicesByIndex } from "./placement.ts";

/** The decisions, and whether they are final: with a GPU that cannot be read the plan is made later. */
interface Planned {
  readonly decisions: readonly Decision[];
  readonly isDone: boolean;
}

type Plan = NonNullable<Parameters["plan"]>;

/**
 * Which models to load where: all on the first GPU if enough of it stays free, else the largest there and the others on the second.
 * A GPU's room is its memory less what is not a model's, so that a model that is loaded already is not counted twice.
 */
export function planModels({ models, minimumFree }: Plan, observation: Observation): Planned {
  const devices = devicesByIndex(observation);
  const [first, second] = devices;
  const names = models.map(({ name }) => name);
  const held = (code: string): Decision[] =>
    names.map((subject) => ({ subject, action: null, because: [{ code, facts }] }));
  const facts = { models: models.length, devices: devices.length };
  if (devices.slice(0, 2).some(({ device }) => freeShare(device) === undefined)) {
    return { isDone: false, decisions: held("plan-waits") };
  }
  const largest = models.reduce((best, model) => (model.size > best.size ? model : best));
  const others = models.filter((model) => model !== largest);
  const fits = (device: Device | undefined, wanted: readonly { readonly size: number }[]) =>
    device !== undefined && staysFree(device, names, wanted) >= minimumFree;
  if (first !== undefined && fits(first.device, models)) {
    const because = { code: "plan-one-gpu", facts };
    return { isDone: true, decisions: names.map((model) => loaded(model, first, because)) };
  }
  if (first !== undefined && second !== undefined && fits(first.device, [largest]) && fits(second.device, others)) {
    const because = { code: "plan-two-gpus", facts };
    const decisions = names.map((model) => loaded(model, model === largest.name ? first : second, because));
    return { isDone: true, decisions };
  }
  return { isDone: true, decisions: held("plan-insufficient") };
}

/** The share of a GPU that is free with just these of the planned models on it; below 0 where they do not fit. */
function staysFree(
  { memoryFree, memoryTotal, models = [] }: Device,
  planned: readonly string[],
  wanted: readonly { readonly size: number }[],
): number {
  if (memoryFree === undefined || memoryTotal === undefined) return -1;
  const movable = models.filter(({ name }) => planned.includes(name));
  return (memoryFree + sum(movable) - sum(wanted)) / memoryTotal;
}

function loaded(
  model: string,
  { name, device }: { readonly name: string; readonly device: Device },
  because: Decision["because"][0],
): Decision {
  const isThere = device.models?.some((resident) => resident.name === model) === true;
  const action = isThere ? null : ({ kind: "load", device: name, model } as const);
  return { subject: model, action, because: [{ ...because, facts: { ...because.facts, device: name } }] };
}

function sum(models: readonly { readonly size: number }[]): number {
  return models.reduce((total, { size }) => total + size, 0);
}
