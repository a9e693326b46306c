import type { Changes } from "./mutations.ts";

/** Mistakes in what becomes of tasks and replicas. */
export const plantChanges: Changes = {
  "sim/plant/plant.ts": [
    [
      "a replica that drains takes another task",
      "const next = replicas.phases[row] === BUSY ? longestWaiting",
      "const next = replicas.phases[row] !== IDLE ? longestWaiting",
    ],
    [
      "a replica that goes on with another queue is counted at the old one",
      "next.inService.add(now, 1);",
      "queue.inService.add(now, 1);",
    ],
    ["a task that is served again waits again", "if (tasks.begun[task] === 0) {", "if (tasks.begun[task]! >= 0) {"],
  ],
  "sim/plant/plain.ts": [
    [
      "a replica that drains takes another plain task",
      "replicas.phases[row] !== AT_WORK) return count;",
      "replicas.phases[row] === AT_REST) return count;",
    ],
    ["a plain task that waits has no deadline", "watch(plant, index);", "void watch;"],
  ],
  "sim/plant/tasks.ts": [
    ["a task in a row used before counts as begun", "this.begun[row] = 0;", "this.begun[row] ??= 0;"],
    [
      "a task sent anew keeps its old place in line",
      "this.orders[row] = this.sequence++;\n  }\n\n  remove",
      "}\n\n  remove",
    ],
  ],
  "sim/plant/dispatch.ts": [
    [
      "of several queues the newest task goes first",
      "if (order < bestOrder)",
      "if (order > bestOrder || best === undefined)",
    ],
    [
      "of several groups the replica idle for the shortest time is chosen",
      "idleSince[row]! < idleSince[best]!",
      "idleSince[row]! > idleSince[best]!",
    ],
  ],
  "sim/plant/broker-queue.ts": [
    [
      "a redelivered task goes before those that came earlier",
      "if (orders[this.ring[next]!]! > order) break;",
      "if (orders[this.ring[next]!]! !== order) break;",
    ],
    [
      "who becomes ready does not see who waits on the short path",
      " && (this.unmade === undefined || this.unmade.left === 0)",
      "",
    ],
    ["a queue that grows forgets where it began", "this.ring = grown;\n    this.head = 0;", "this.ring = grown;"],
  ],
  "sim/plant/expiry.ts": [
    [
      "a redelivered task goes to the end of the line",
      "queue.restore(plant.now, task, plant.tasks.orders);",
      "queue.push(plant.now, task);",
    ],
    [
      "the deadline of a redelivered task is overlooked",
      "before the one that is watched.\n  queue.watched = false;",
      "before the one that is watched.",
    ],
    [
      "deadlines count from when a task comes to the front",
      "const due = plant.tasks.arrivals[first]! + queue.timeToLive;",
      "const due = plant.now + queue.timeToLive;",
    ],
    ["a task is sent anew once too often", "retries < queue.retry.times", "retries <= queue.retry.times"],
  ],
  "sim/plant/interrupt.ts": [
    [
      "the completion of an interrupted task happens nevertheless",
      "  completions.leave(row);\n  events.push(",
      "  events.push(",
    ],
    [
      "work of a killed replica is lost",
      "if (queue.redelivers && replicas.hollow[row] === 0)",
      "if (queue.redelivers && false)",
    ],
    [
      "work that was acknowledged before comes back",
      "if (queue.redelivers && replicas.hollow[row] === 0)",
      "if (replicas.hollow[row] === 0)",
    ],
  ],
  "sim/plant/lifecycle.ts": [
    ["a replica serves without warming up", "if (ready) open(plant, row);", "if (ready || true) open(plant, row);"],
    [
      "memory of a replica that leaves stays claimed",
      "if (place !== undefined && phase !== FAILED) hold(",
      "if (place !== undefined && phase === FAILED) hold(",
    ],
    [
      "room that is given back is offered to nobody",
      "if (replicas.places[row] !== undefined) settleWaiting(plant);",
      "if (replicas.places[row] === null) settleWaiting(plant);",
    ],
    [
      "the cores of a warm-up stay in use",
      "replicas.places[row]?.node.useCores(now, -group.warmUpCores);",
      "replicas.places[row]?.node.useCores(now, 0);",
    ],
    [
      "a replica told to stop while it loads opens nevertheless",
      "if (replicas.phases[row] === DRAINING) {",
      "if (replicas.phases[row] === FAILED) {",
    ],
  ],
  "sim/plant/group.ts": [
    ["warming replicas are counted as pending", "return this.warming;", "return this.pending;"],
    [
      "starts that are left are asked for again",
      "+ this.unhealthy.value + this.failed.value",
      "+ this.unhealthy.value",
    ],
    [
      "the newest idle replica is asked first",
      "this.longestIdleFirst ? this.firstIdle",
      "!this.longestIdleFirst ? this.firstIdle",
    ],
  ],
  "sim/plant/scale.ts": [
    ["the oldest replicas leave instead of the newest", '!== "oldest") rest.reverse()', '=== "oldest") rest.reverse()'],
    [
      "replicas that leave already are told again",
      "members.filter((row) => phases[row] !== DRAINING",
      "members.filter((row) => phases[row] !== FAILED",
    ],
    ["an adapter that is full loses replicas", "Math.max(capacity, group.desired.value)", "capacity"],
  ],
  "sim/plant/stopping.ts": [
    [
      "the grace time is forgotten",
      "events.push(now + grace, KILL, row, stamp);\n  else if",
      "events.push(now, KILL, row, stamp);\n  else if",
    ],
    ["who leaves while at work keeps what only the short path knows", "if (phase === BUSY) plant.intervene();", ""],
    [
      "a prefetched task is not returned",
      "=== undefined ? [] : handBack(plant, row);",
      "!== null ? [] : handBack(plant, row);",
    ],
    [
      "a replica is killed while it saves its state",
      "if (replicas.stopping[row] === SAVING) return;",
      "if (replicas.stopping[row] === UNROUTING) return;",
    ],
    [
      "a replica closes before its routes do",
      "if (stage === UNROUTING || stage === CLOSING) return;",
      "if (stage === UNROUTING) return;",
    ],
    [
      "nobody is given the work of a killed replica",
      "for (const queue of queues) plant.serve(queue);",
      "for (const queue of queues) plant.delivers(queue);",
    ],
  ],
  "sim/plant/failing.ts": [
    ["events of a dead replica happen nevertheless", "replicas.stamps[row]!++;", "replicas.stamps[row]! += 0;"],
    ["a dead replica is not replaced", "start(plant, group, { offers }, false);", "groupOf(plant, row);"],
  ],
  "sim/plant/nodes.ts": [
    [
      "memory admits what does not fit",
      "free(node.spec.memory, node.memoryUsed) < needs.memory) continue",
      "node.spec.memory < needs.memory) continue",
    ],
    ["crowding slows nobody down", "? this.capacity / this.demand : 1", "? 1 : 1"],
  ],
  "sim/plant/station.ts": [
    ["a prefetch of one holds two messages", "unacknowledged < prefetch;", "unacknowledged <= prefetch;"],
    ["a batch waits for one task too many", "station.gathered >= most", "station.gathered > most"],
    [
      "the other tasks of a replica get no faster when one is done",
      "station.active.splice(station.active.indexOf(task), 1);\n  retime(plant, row, station);",
      "station.active.splice(station.active.indexOf(task), 1);",
    ],
  ],
  "sim/plant/follow-ups.ts": [["work from work has no limit", "rule.left -= rule.count;", "rule.left -= 0;"]],
  "sim/plant/push/even-load.ts": [
    [
      "a full worker is pushed one task more",
      "front.tasks.size < front.queueSize",
      "front.tasks.size <= front.queueSize",
    ],
  ],
  "sim/plant/push/patience.ts": [
    ["balancing waits for one repetition too many", "repetitions >= trigger", "repetitions > trigger"],
  ],
};
