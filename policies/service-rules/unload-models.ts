import type { Decision, Device, Model, Observation, Reason } from "../policy.ts";
import { freeShare } from "./metrics.ts";
import type { Parameters } from "./parameters.ts";

type Rules = NonNullable<Parameters["unload"]>;

/** On every GPU that is nearly full the model that is missed least goes, one a check: the next check sees what that gave. */
export function unloadModels(rules: Rules, { devices }: Observation): Decision[] {
  return Object.entries(devices).map(([name, device]) => judged(rules, name, device));
}

function judged(rules: Rules, name: string, device: Device): Decision {
  const free = freeShare(device);
  const say = (because: Reason, ...more: Reason[]): Decision => ({
    subject: name,
    action: null,
    because: [because, ...more],
  });
  if (free === undefined) return say({ code: "gpu-unknown", facts: {} });
  if (free >= rules.warningBelow) return say({ code: "gpu-memory-enough", facts: { free } });
  if (free >= rules.criticalBelow)
    return say({ code: "gpu-memory-low", facts: { free, threshold: rules.warningBelow } });
  const critical = { code: "gpu-memory-critical", facts: { free, threshold: rules.criticalBelow } };
  const model = leastUsed(rules, device.models ?? []);
  if (model === undefined)
    return say(critical, { code: "no-model-to-unload", facts: { models: device.models?.length ?? 0 } });
  const chosen = { code: "least-used-model", facts: { model: model.name, size: model.size } };
  return { subject: name, action: { kind: "unload", device: name, model: model.name }, because: [critical, chosen] };
}

/** The only model on a GPU stays, and so does one whose use is not known while that of another is. */
function leastUsed({ pinned }: Rules, models: readonly Model[]): Model | undefined {
  if (models.length < 2) return undefined;
  const unused = models.filter(({ name, inUse = 0 }) => inUse === 0 && !pinned.includes(name));
  return unused.toSorted(
    (a, b) =>
      difference(a.uses, b.uses) || difference(a.lastUsed, b.lastUsed) || b.size - a.size || (a.name < b.name ? -1 : 1),
  )[0];
}

function difference(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  return a - b;
}
