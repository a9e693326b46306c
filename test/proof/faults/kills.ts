import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../../../live/process-table.ts";
import { stream } from "../../../sim/random/stream.ts";
import { until } from "../../live/broker.ts";
import { type Change, changesIn } from "./checks.ts";
import type { FaultRow } from "./fault.ts";
import { type Workshop, workshop } from "./workshop.ts";

/** Longer than it takes to start again: a runner that forgot it would act too soon. */
const COOLDOWN = 3;
/** Age at which a reading is unknown, and how long reading and writing it may take beside that. */
const STALE = 0.6;
const ALLOWANCE = 0.6;
const MOST = 9;

const config = `version: 1
check: 200ms
policy:
  policy: distributed-funsearch
  parameters:
    step: 2
    sampler: null
    evaluator: { group: workers, queue: work, maximum: ${MOST} }
    maximumCpuUtilization: null
    maximumLoadPerCore: null
  wrap:
    - cooled: { up: ${COOLDOWN}s, down: ${COOLDOWN}s }
groups:
  workers:
    serves: [work]
    maximum: ${MOST}
    owner:
      processes:
        run: [sh, worker.sh]
        drain: { grace: 2s }
        backoff: { first: 100ms, most: 1s }
sensors:
  - command: { run: [sh, read.sh], gives: { queues.work.waiting: /ready, signals.written: /written } }
    period: 200ms
    timeout: 150ms
    staleAfter: ${STALE}s
journal: { keep: 10000 }
`;

/** Runners killed with SIGKILL again and again, while work comes and goes and readings now and then stand still. */
export async function kills(times: number, seed: number): Promise<FaultRow> {
  const chance = stream(seed, "kills");
  const violations: string[] = [];
  const shop = workshop(config, { "read.sh": "while [ -e hang ]; do sleep 0.1; done; cat depth" });
  const world = depth(shop.folder, stream(seed, "depth"));
  let inTheMiddle = 0;
  try {
    for (let turn = 1; turn <= times; turn++) {
      const runner = shop.start();
      const before = modified(shop);
      if (chance.next() < 0.3) await delay(2000 * chance.next());
      else {
        // Where most happens: it has remembered what it is about to do.
        // One that finds the queue unreadable at its start ends by itself.
        await until(() => modified(shop) !== before || runner.child.exitCode !== null);
        await delay((chance.next() < 0.6 ? 40 : 800) * chance.next());
      }
      await runner.end("SIGKILL");
      if (shop.table()?.replicas.some(({ process: id }) => id === undefined)) inTheMiddle++;
      violations.push(...checkWorkers(shop).map((what) => `after kill ${turn}: ${what}`));
    }
    world.stays(20);
    const last = shop.start();
    await until(() => (shop.table()?.desired ?? 0) > 1);
    world.stays(0);
    await until(() => isSettled(shop));
    await last.end("SIGTERM");
    violations.push(...checkWorkers(shop).map((what) => `at the end: ${what}`));
    const records = shop.records();
    const changes = changesIn(records);
    violations.push(...checkStarts(shop), ...checkCooldowns(changes), ...checkReadings(changes));
    const [starts, told] = ["start", "told"].map((kind) => shop.events().filter(([first]) => first === kind).length);
    return {
      fault: `runner killed with SIGKILL, ${times} times`,
      must: "no worker orphaned or started twice, no cooldown forgotten, no action on stale data",
      seen: `${changes.length} changes in ${records.length} checks, ${starts} starts, ${told} told to end; ${inTheMiddle} kills in the middle of a start`,
      violations,
    };
  } finally {
    world.stop();
    await shop.close();
  }
}

/** The queue: empty or full, by turns, in a file that is written anew all the time; now and then reading it hangs. */
function depth(folder: string, chance: { next(): number }) {
  const file = join(folder, "depth");
  const hang = join(folder, "hang");
  let ready = 0;
  let turns = 0;
  let hanging = 0;
  function write(): void {
    if (--turns < 0) {
      ready = ready === 0 ? 20 : 0;
      turns = 40 + Math.floor(80 * chance.next());
      hanging = chance.next() < 0.3 ? Math.floor(turns / 2) : 0;
      if (hanging > 0) writeFileSync(hang, "");
    }
    if (--hanging <= 0) rmSync(hang, { force: true });
    writeFileSync(`${file}.new`, JSON.stringify({ ready, written: Date.now() / 1000 }));
    renameSync(`${file}.new`, file);
  }
  write();
  const timer = setInterval(write, 50);
  return {
    /** From now on, and no reading hangs. */
    stays(waiting: number) {
      ready = waiting;
      turns = Number.POSITIVE_INFINITY;
      hanging = 0;
    },
    stop: () => clearInterval(timer),
  };
}

function modified(shop: Workshop): number {
  return statSync(join(shop.folder, "out/live/state.json"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** One is left at most, its process is known, and it is the only one that lives. */
function isSettled(shop: Workshop): boolean {
  const { desired, replicas = [] } = shop.table() ?? {};
  const isKnown = replicas.every(({ process: id }) => id !== undefined);
  return (
    (desired === 0 || desired === 1) && isKnown && replicas.length === desired && shop.workers().length === desired
  );
}

/** Whoever lives is known, by the mark alone or by the process; each once. */
function checkWorkers(shop: Workshop): string[] {
  const known = shop.table()?.replicas ?? [];
  const alive = shop.workers().filter(isAlive);
  const counts = new Map<string, number>();
  for (const { token } of alive) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [
    ...alive.flatMap(({ pid, token }) =>
      known.some((entry) => entry.token === token) ? [] : [`worker ${pid} is an orphan`],
    ),
    ...[...counts].flatMap(([token, count]) => (count === 1 ? [] : [`${count} workers of replica ${token}`])),
    ...(alive.length <= MOST + 2 ? [] : [`${alive.length} workers live`]),
  ];
}

function checkStarts(shop: Workshop): string[] {
  const starts = shop.events().flatMap(([kind, id = ""]) => (kind === "start" ? [id] : []));
  return starts.filter((id, index) => starts.indexOf(id) !== index).map((id) => `${id} was started twice`);
}

function checkCooldowns(changes: readonly Change[]): string[] {
  return changes.flatMap(({ asked, from, to }, index) => {
    const [decision] = asked.decisions;
    const wanted = decision?.action?.kind === "scale" ? decision.action.desired : undefined;
    const before = changes[index - 1]?.asked.time;
    return [
      ...(wanted === to ? [] : [`${from} became ${to} at ${asked.time}, and ${wanted ?? "nothing"} was wanted`]),
      ...(before === undefined || asked.time - before >= COOLDOWN
        ? []
        : [`a change at ${asked.time}, ${asked.time - before} s after another`]),
    ];
  });
}

function checkReadings(changes: readonly Change[]): string[] {
  return changes.flatMap(({ asked: { time, observation } }) => {
    const { written } = observation.signals;
    if (observation.queues.work?.waiting === undefined || written === undefined)
      return [`a change at ${time} without a reading`];
    const age = time - written;
    return age <= STALE + ALLOWANCE ? [] : [`a change at ${time} on a reading ${age} s old`];
  });
}
