import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bind, type Group, type Observation } from "../../policies/index.ts";
import { realWorld } from "./worlds/real-world.ts";
import { simulatedWorld } from "./worlds/simulated-world.ts";
import { asks, GROUP, QUEUE, type World } from "./worlds/world.ts";

const workers = ({ groups }: Observation): Group => groups[GROUP] ?? expect.unreachable("the group is not seen");
const idsOf = (seen: Observation) => workers(seen).replicas.map(({ id }) => id);
const ready = (seen: Observation) => workers(seen).replicas.filter(({ phase }) => phase === "ready").length;
const waiting = ({ queues }: Observation) => queues[QUEUE]?.waiting;
const readyAre = (count: number) => (seen: Observation) => ready(seen) === count && idsOf(seen).length === count;

/** Goes by the queue alone: releases one while it is empty, and holds while it cannot be read. */
const funsearch = bind("distributed-funsearch", { sampler: null, evaluator: { group: GROUP, queue: QUEUE } });

// One body: each test goes on where the one before it ended.
describe.each([
  ["simulated", simulatedWorld],
  ["real", realWorld],
])("in the %s world", (_, open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
  }, 120_000);
  afterAll(() => world?.close(), 60_000);

  test("after a scale to three, three are ready in time; the same again changes nothing", async () => {
    world.lead.follow(asks(3));
    const three = await world.seen(readyAre(3));
    expect(workers(three).desired).toBe(3);
    const checks = world.lead.checks() + 3;
    const later = await world.seen(() => world.lead.checks() >= checks);
    expect(idsOf(later)).toEqual(idsOf(three));
  }, 180_000);

  test("those released are those named", async () => {
    const [first = "", second = "", third = ""] = idsOf(await world.seen(readyAre(3)));
    world.lead.follow(asks(2, [second]));
    expect(idsOf(await world.seen(readyAre(2)))).toEqual([first, third]);
  }, 180_000);

  test("the message of a killed worker is delivered again, to the one in its place", async () => {
    world.lead.follow(asks(2));
    await world.send(2);
    await world.seen((seen) => waiting(seen) === 0);
    const dead = await world.killOne();
    await world.seen((seen) => waiting(seen) === 1);
    const after = await world.seen((seen) => waiting(seen) === 0 && readyAre(2)(seen));
    expect(idsOf(after)).not.toContain(dead);
  }, 180_000);

  test("while the broker is away nothing is known of its queue and nobody is released; when it is back one is", async () => {
    world.lead.follow(asks());
    await world.stopBroker();
    const blind = await world.seen((seen) => Object.keys(seen.queues[QUEUE] ?? {}).length === 0);
    expect(blind.queues).toEqual({ [QUEUE]: {} });
    world.lead.follow(funsearch);
    const checks = world.lead.checks() + 5;
    const after = await world.seen(() => world.lead.checks() >= checks);
    expect(after.queues).toEqual({ [QUEUE]: {} });
    expect(workers(after).desired).toBe(2);
    await world.startBroker();
    await world.seen((seen) => workers(seen).desired === 1);
    expect(await world.redelivered()).toBeGreaterThanOrEqual(1);
  }, 180_000);
});
