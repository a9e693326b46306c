import { measureChanges } from "./measures.ts";
import { plantChanges } from "./plant.ts";

/** One way to break the simulator: in a file, the text that occurs there once, and what is put in its place. */
export interface Mutation {
  readonly file: string;
  /** What goes wrong then. */
  readonly what: string;
  readonly find: string;
  readonly put: string;
}

/** By file. */
export type Changes = Readonly<Record<string, readonly (readonly [what: string, find: string, put: string])[]>>;

/** Every one is a mistake that somebody could make, and that no type would show. */
const changes: Changes = {
  "sim/engine/event-heap.ts": [
    ["the heap leaves out the first of the children", "const first = 4 * at + 1;", "const first = 4 * at + 2;"],
    [
      "of events of one instant the newest comes first on the way up",
      "parentTime === time && orders[parent]! < order",
      "parentTime === time && orders[parent]! > order",
    ],
    [
      "of events of one instant the newest comes first on the way down",
      "orders[other]! < orders[first]!",
      "orders[other]! > orders[first]!",
    ],
  ],
  "sim/engine/completions.ts": [
    [
      "of replicas done at one instant the last to begin comes first",
      "time === other && orders[a]! < orders[b]!",
      "time === other && orders[a]! > orders[b]!",
    ],
    [
      "a replica that is interrupted takes those with it that are done soon after",
      "while (next[before] !== row) before = next[before]!;",
      "",
    ],
    [
      "replicas that are done after the year are forgotten",
      "this.size > 0) this.turn();",
      "this.size < 0) this.turn();",
    ],
  ],
  "sim/engine/kinds.ts": [
    ["tasks arrive before replicas are freed at the same instant", "ARRIVE = 14;", "ARRIVE = -1;"],
  ],
  "sim/engine/clock.ts": [
    ["a clock forgets what has passed when its speed changes", "this.rest(this.now);", "this.rest(this.baseNow);"],
    ["a clock that slows down comes earlier", "(at - this.now) / this.speed", "(at - this.now) * this.speed"],
    [
      "a clock follows announcements that are not meant any more",
      "return stamp === this.stamp;",
      "return stamp <= this.stamp;",
    ],
  ],
  "sim/happenings.ts": [
    [
      "the completion of an interrupted task of several happens nevertheless",
      "if (stamp !== plant.tasks.stamps[task]) return;",
      "if (plant.tasks.holders[task] === undefined) return;",
    ],
    [
      "those stepped on every change miss what is not plain",
      "if (this.controllers.watching) this.controllers.changed();",
      "if (this.controllers.watching) this.controllers.changed;",
    ],
  ],
  "sim/fast/fast-path.ts": [
    ["the fast path takes tasks with deadlines", "timeToLive === Number.POSITIVE_INFINITY);", "timeToLive > 0);"],
  ],
  "sim/fast/lane.ts": [
    [
      "on the fast path the list of idle replicas turns round",
      "row = group.lastIdle; row !== -1; row = idleBefore[row]!",
      "row = group.firstIdle; row !== -1; row = plant.replicas.idleAfter[row]!",
    ],
  ],
  "sim/fast/serve.ts": [
    ["on the fast path replicas idle that are about to be free", "if (end >= until) {", "if (end > until) {"],
  ],
  "sim/fast/note.ts": [
    [
      "on the fast path who comes as another goes waits for an instant",
      "(start > arrival) as unknown",
      "(start >= arrival) as unknown",
    ],
  ],
  "sim/fast/short-path.ts": [
    ["where cores are not enough nobody is slowed down", "!unhurried || !cpu.ample", "!unhurried"],
  ],
  "sim/fast/short-lane.ts": [
    [
      "on the short path who has waited for long is counted from his arrival on again",
      "Math.floor(Math.max(arrival, begin) * A_SECOND)",
      "Math.floor(arrival * A_SECOND)",
    ],
    [
      "on the short path who has just become ready is done before those at work",
      "completions.reserve(this.started - settled) - settled",
      "completions.reserve(this.started - settled)",
    ],
  ],
  "sim/fast/roster.ts": [
    [
      "replicas for which room is made lose what they serve",
      "grown(this.places, new Int32Array(rows))",
      "new Int32Array(rows)",
    ],
    [
      "on the short path who began last is free first",
      "orders[before]! < orders[row]!",
      "orders[before]! > orders[row]!",
    ],
    [
      "load averages see a core that is used only after their step",
      "Math.ceil((time - due)",
      "Math.floor((time - due)",
    ],
  ],
  "sim/fast/free-times.ts": [
    [
      "of replicas free at one instant the last is taken",
      "time === other && ranks[a]! < ranks[b]!",
      "time === other && ranks[a]! > ranks[b]!",
    ],
  ],
  "sim/faults/begin.ts": [
    ["a node comes back before its last fault has ended", "node.losses--;", "node.losses = 0;"],
    [
      "what cannot be read stays so",
      "for (const name of names) plant.outages.change(what, name, -1);",
      "for (const name of names) plant.outages.has(what, name);",
    ],
    ["a purge leaves the first task", "while (queue.size > 0)", "while (queue.size > 1)"],
  ],
  "sim/faults/act.ts": [
    ["of two faults of an actuator the first counts", "Math.max(...group.impediments)", "group.impediments[0] ?? 0"],
  ],
  "sim/sense/feed.ts": [
    [
      "the lag of sensors is ignored",
      "const { lag, staleAfter } = this.sensor;",
      "const { staleAfter } = this.sensor;\n    const lag = 0;",
    ],
    ["readings never become stale", "now - time <= staleAfter", "time - now <= staleAfter"],
    ["smoothing is left out", "-Math.expm1((from.time - time) / constant)", "-Math.expm1(-constant / 0)"],
  ],
  "sim/sense/observer.ts": [
    ["pending and warming replicas are confused", '"pending", "warming", "ready"', '"warming", "pending", "ready"'],
    [
      "a controller of one node sees the others",
      "Object.entries(nodes).filter(([name]) => name === node)",
      "Object.entries(nodes).filter(([name]) => name !== undefined)",
    ],
  ],
  "sim/sense/probes.ts": [
    [
      "work acknowledged before its end counts as in service",
      "(line.redelivers ? line.inService.value : 0)",
      "line.inService.value",
    ],
  ],
  "sim/control/control-loop.ts": [
    ["the time a check takes is left out of the period", "turn.next + this.spec.takes + period", "turn.next + period"],
    [
      "nobody is woken before the next check",
      "if (this.wake < Math.min(this.alarm, this.turns[0]!.next)) this.setAlarm();",
      "if (this.wake < 0) this.setAlarm();",
    ],
    [
      "a controller remembers although its node was lost",
      "if (home.deaths !== this.deaths) {",
      "if (home.deaths < this.deaths) {",
    ],
    [
      "a check ends although its node was lost",
      "this.home.deaths !== this.deaths) return",
      "this.home.deaths < this.deaths) return",
    ],
    ["all heartbeats come at once", "phase + (at * period) / this.groups.length", "phase"],
  ],
  "sim/measure/cost.ts": [
    [
      "nobody pays for replicas that drain",
      "spent(group.running.integral(now) + unused)",
      "spent(group.running.integral(now) - group.draining.integral(now) + unused)",
    ],
  ],
  "sim/measure/unfinished.ts": [
    ["tasks that wait at the end are left out", "yield* queue.tasks();", "yield* [...queue.tasks()].slice(1);"],
  ],
  "sim/measure/gauge.ts": [
    [
      "parts of seconds are left out of integrals",
      "(this.value * left - this.units) / A_SECOND",
      "(this.value * left) / A_SECOND",
    ],
  ],
  "sim/measure/durations.ts": [
    ["percentiles are off by one task", "(share) => share * last);", "(share) => share * count);"],
  ],
  "sim/measure/recent-values.ts": [
    [
      "a window includes its very beginning",
      "this.times[middle & mask]! <= after",
      "this.times[middle & mask]! < after",
    ],
  ],
  "sim/measure/summary.ts": [["intervals are too narrow", "/ (runs - 1);", "/ runs;"]],
  "policies/controller.ts": [
    ["the controller forgets the memory", "controller.memory = memory;", "void memory;"],
    ["a policy may see time go back", "before = time;", "before ??= time;"],
  ],
  "policies/check-outcome.ts": [
    ["a count below the minimum passes", "Math.min(group.minimum, group.desired)", "Math.min(0, group.desired)"],
    [
      "a count above the maximum passes",
      "Math.max(group.maximum ?? Number.POSITIVE_INFINITY, group.desired)",
      "Number.POSITIVE_INFINITY",
    ],
  ],
  ...measureChanges,
  ...plantChanges,
};

export const mutations: readonly Mutation[] = Object.entries(changes).flatMap(([file, list]) =>
  list.map(([what, find, put]) => ({ file, what, find, put })),
);
