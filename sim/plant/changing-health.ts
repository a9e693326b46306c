import { HEALTH } from "../engine/kinds.ts";
import { fail } from "./failing.ts";
import { courseOf } from "./health.ts";
import { inHand } from "./interrupt.ts";
import { groupOf, open } from "./lifecycle.ts";
import type { Plant } from "./plant.ts";
import { BUSY, DRAINING, IDLE, UNHEALTHY, WARMING } from "./replicas.ts";
import { handBack, takeDeliveries } from "./station.ts";

/** A warmed-up replica is checked and serves if it passes; one that served becomes unhealthy, or healthy again. */
export function changeHealth(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const course = courseOf(plant, row);
  const { health } = groupOf(plant, row).spec;
  const phase = replicas.phases[row]!;
  if (course === undefined || health === undefined || phase === DRAINING) return;
  const again = (after: number) => plant.events.push(now + after, HEALTH, row, replicas.stamps[row]!);
  if (phase === WARMING) {
    if (course.chance.next() >= health.failure) open(plant, row);
    else if (++course.failed === health.attempts) fail(plant, row);
    else again(health.delay);
  } else if (phase === UNHEALTHY) {
    again(course.every());
    recover(plant, row);
  } else {
    again(course.for());
    sicken(plant, row);
  }
}

/** It finishes the work it has begun, and gets no other. */
function sicken(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  if (replicas.phases[row] === IDLE && !group.stations) group.removeIdle(replicas, row);
  const returned = group.stations ? handBack(plant, row) : [];
  replicas.phases[row] = UNHEALTHY;
  replicas.since[row] = now;
  plant.lives.enter(row, "unhealthy");
  group.ready.add(now, -1);
  group.unhealthy.add(now, 1);
  for (const queue of returned) plant.serve(queue);
}

function recover(plant: Plant, row: number): void {
  const { replicas, now } = plant;
  const group = groupOf(plant, row);
  replicas.since[row] = now;
  plant.lives.enter(row, "ready");
  group.unhealthy.add(now, -1);
  group.ready.add(now, 1);
  if (inHand(plant, row) === 0) plant.takeNext(row);
  else {
    replicas.phases[row] = BUSY;
    if (group.stations) takeDeliveries(plant, row);
  }
}
