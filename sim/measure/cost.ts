import type { Scenario } from "../../scenarios/scenario.ts";
import type { Plant } from "../plant/plant.ts";
import type { RunMeasures } from "../result.ts";

/** What the run cost in dollars. Undefined where the scenario names no price: unknown, not nothing. */
export function costOf(plant: Plant, scenario: Scenario): RunMeasures["cost"] {
  const { now } = plant;
  const priced = plant.groups.filter((group) => group.spec.pricePerHour !== undefined);
  const pricedNodes = scenario.nodes.filter((node) => node.pricePerHour !== undefined);
  if (priced.length === 0 && pricedNodes.length === 0) return undefined;
  const spent = (seconds: (group: (typeof priced)[number]) => number) =>
    priced.reduce((sum, group) => sum + (seconds(group) / 3600) * (group.spec.pricePerHour ?? 0), 0);
  const nodes = pricedNodes.reduce((sum, node) => sum + (node.pricePerHour ?? 0) * (now / 3600), 0);
  const replicas = spent((group) => group.running.integral(now));
  const warming = spent((group) => group.warming.integral(now));
  const busy = spent((group) => group.busy.integral(now));
  const total = nodes + replicas;
  const completed = plant.queues.reduce((sum, queue) => sum + queue.completed, 0);
  return {
    total,
    ...(pricedNodes.length === 0 ? {} : { nodes }),
    ...(priced.length === 0
      ? {}
      : {
          replicas,
          warming,
          busy,
          idle: Math.max(0, replicas - warming - busy),
          killed: spent((group) => group.killedWork),
        }),
    ...(completed === 0 ? {} : { perThousandTasks: (1000 * total) / completed }),
  };
}
