import type { Scenario } from "../../scenarios/scenario.ts";
import type { Prices } from "./bound.ts";

/** As the measure to be minimized counts them. */
export function pricesOf({ groups, nodes }: Scenario, measure: string): Prices {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const money = measure === "cost.total";
  const gpu = gpuPrice(groups, nodes);
  const group = (name: string) => {
    const { pricePerHour = 0, needs } = byName.get(name)!;
    if (money) return pricePerHour + needs.gpus * gpu;
    return measure === "gpuHours" ? needs.gpus : 1;
  };
  return { group, nodes: money ? nodes.reduce((sum, { pricePerHour = 0 }) => sum + pricePerHour, 0) : 0 };
}

/** What a replica's share of a GPU costs at least: of the cheapest one, with as many others on it as have room. */
function gpuPrice(groups: Scenario["groups"], nodes: Scenario["nodes"]): number {
  const least = Math.min(...groups.flatMap(({ needs }) => (needs.gpus === 0 ? [] : [needs.gpuMemory])));
  const prices = nodes.flatMap(({ gpus }) =>
    gpus.map(({ memory, pricePerHour = 0 }) => pricePerHour / Math.max(1, Math.floor(memory / least))),
  );
  return prices.length === 0 ? 0 : Math.min(...prices);
}
