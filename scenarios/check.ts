import { allocationWarnings } from "./check-allocation.ts";
import { checkClasses } from "./check-classes.ts";
import { checkControllers } from "./check-controllers.ts";
import { checkDispatcher } from "./check-dispatcher.ts";
import { checkExpect } from "./check-expect.ts";
import { checkFollowUps, fedQueues } from "./check-follow-ups.ts";
import { checkOwnParameters } from "./check-own-parameters.ts";
import { checkPlant } from "./check-plant.ts";
import { checkPolicies } from "./check-policies.ts";
import { checkSignals } from "./check-signals.ts";
import { checkTrouble } from "./check-trouble.ts";
import { checkTransient, checkWindows } from "./check-windows.ts";
import { checkWorkload } from "./check-workload.ts";
import type { Problem } from "./problems.ts";
import { checkOf, governed } from "./resolve-controllers.ts";
import { roomWarnings } from "./room.ts";
import type { ScenarioFile } from "./schema.ts";
import { durationText } from "./unit-texts.ts";

/** What no single field shows: names that lead nowhere, bounds that cross, work or replicas that nothing can take. */
export function checkScenario(read: ScenarioFile, file: string): Problem[] {
  return [
    ...checkPlant(read),
    ...checkControllers(read),
    ...checkDispatcher(read),
    ...checkFollowUps(read),
    ...checkTrouble(read),
    ...checkSignals(read),
    ...checkWorkload(read, file),
    ...checkWindows(read),
    ...checkTransient(read),
    ...checkClasses(read),
    ...checkExpect(read),
    ...checkPolicies(read, file),
    ...checkOwnParameters(read),
  ];
}

/** What is allowed, but flatters or hollows out the results; a line each. */
export function warningsOf(read: ScenarioFile): string[] {
  const groups = Object.entries(read.groups);
  const warnings: string[] = [];
  const instant = groups.filter(([, { warmUp }]) => warmUp.kind === "constant" && warmUp.value === 0);
  if (instant.length > 0) {
    const names = instant.map(([name]) => name).join(", ");
    warnings.push(`no warm-up in ${names}: every policy looks better than it is`);
  }
  const gpus = Object.values(read.nodes).flatMap((node) => node.gpus ?? []);
  if (
    [...Object.values(read.nodes), ...gpus, ...Object.values(read.groups)].every(({ price }) => price === undefined)
  ) {
    warnings.push("no price anywhere: cost is not counted, and a policy that keeps everything running looks best");
  }
  const cared = Object.values(read.controllers ?? {}).flatMap((controller) => governed(controller, read.groups));
  const alone = groups.map(([name]) => name).filter((name) => read.controllers !== undefined && !cared.includes(name));
  if (alone.length > 0) warnings.push(`no controller decides on ${alone.join(", ")}: what is there at the start stays`);
  const fed = fedQueues(read);
  for (const queue of new Set(groups.flatMap(([, { serves }]) => serves))) {
    if (!fed.has(queue)) warnings.push(`nothing feeds the queue ${queue}`);
  }
  warnings.push(...onceWarnings(read), ...roomWarnings(read), ...allocationWarnings(read));
  return warnings;
}

/** Checks so far apart that a run has one, or none. */
function onceWarnings({ check, controllers = {}, horizon = Number.POSITIVE_INFINITY }: ScenarioFile): string[] {
  const own = Object.values(controllers).map((controller) => controller.check);
  const checks = new Set(own.length === 0 ? [check] : own.map((each) => each ?? check));
  return [...checks].flatMap((each) => {
    const { period = horizon, phase, onChange } = checkOf(each);
    if (onChange || phase + period <= horizon || !Number.isFinite(horizon)) return [];
    const often = phase < horizon ? "decide once" : "never decide";
    return [`a check every ${durationText(period)} in a run of ${durationText(horizon)}: policies ${often}`];
  });
}
