import { join } from "node:path";
import type { Phase, Replica, Seconds } from "../../policies/policy.ts";
import type { Clock } from "../clock.ts";
import type { Owned, Owner, Scale } from "../owner.ts";
import { isAlive, killAllWith, processesWith, signalGroup } from "../process-table.ts";
import type { SensorFault } from "../sensor.ts";
import type { Exit, ProcessEvent } from "./processes/event.ts";
import { inServiceOf } from "./processes/in-service.ts";
import { launch, logOf, mark } from "./processes/launch.ts";
import { checkReady } from "./processes/readiness.ts";
import type { ProcessesSpec } from "./processes/spec.ts";
import { addEntry, type Entry, emptyTable, readTable, type Table, writeTable } from "./processes/table.ts";

/**
 * A group of processes on this machine. All that is known of them is in `<folder>/<group>.json`, so that a runner finds those of the one
 * before it, and one that only watches sees them, too. A process is who it is by its number and the moment it began.
 */
export function processOwner(
  group: string,
  spec: ProcessesSpec,
  folder: string,
  clock: Clock,
  hear: (event: ProcessEvent) => void = () => undefined,
): Required<Owner> {
  const file = join(folder, `${group}.json`);
  const logs = join(folder, "logs");
  let last: Promise<void> = Promise.resolve();
  /** By token, of processes that this runner has started. */
  const exits = new Map<string, Exit>();

  /** One change at a time: a check whose time is over may leave one that still goes on. */
  function change(work: (table: Table) => Promise<void>): Promise<void> {
    const done = last.then(() => changeNow(work));
    last = done.catch(() => undefined);
    return done;
  }

  async function changeNow(work: (table: Table) => Promise<void>): Promise<void> {
    const table = readTable(file) ?? emptyTable();
    adopt(table);
    try {
      await work(table);
    } finally {
      writeTable(file, table);
    }
  }

  /** Of entries without a process the start was cut short: its process is found by its mark, or there is none. */
  function adopt(table: Table): void {
    for (const entry of table.replicas.filter((each) => each.process === undefined)) {
      const [leader] = processesWith(mark(entry)).toSorted((a, b) => a.begun - b.begun);
      if (leader !== undefined) entry.process = leader;
      else table.replicas = table.replicas.filter((each) => each !== entry);
    }
  }

  async function reconcile(
    table: Table,
    { start = [], release = [] }: Pick<Scale, "start" | "release">,
  ): Promise<void> {
    const staying = table.replicas.filter(({ draining }) => draining === undefined);
    for (const entry of leaving(staying, release).slice(0, Math.max(0, staying.length - table.desired)))
      entry.draining = clock.now();
    tellDraining(table);
    const missing = clock.now() < table.notBefore ? 0 : table.desired - staying.length;
    for (let turn = 0; turn < missing; turn++) {
      const entry = addEntry(table, group, clock.now(), start[turn]?.place, spec.port);
      writeTable(file, table);
      try {
        entry.process = await launch(entry, spec, logs, (exit) => exits.set(entry.token, exit));
        happened("started", entry);
        if (spec.ready === undefined) entry.ready = clock.now();
      } catch (error) {
        table.replicas = table.replicas.filter((each) => each !== entry);
        crashed(table, 0);
        throw error;
      }
    }
  }

  /** Written down first: one that was told and ends is no crash, whatever became of the runner in between. */
  function tellDraining(table: Table): void {
    const untold = table.replicas.filter(({ draining, told }) => draining !== undefined && told !== true);
    if (untold.length === 0) return;
    writeTable(file, table);
    for (const entry of untold) {
      entry.told = true;
      if (entry.process === undefined || !isAlive(entry.process)) continue;
      signalGroup(entry.process.pid, spec.drain.signal);
      happened("told", entry, { signal: spec.drain.signal });
    }
  }

  function crashed(table: Table, lived: Seconds): void {
    const { first, most } = spec.backoff;
    table.crashes = lived > most ? 1 : table.crashes + 1;
    table.notBefore = clock.now() + Math.min(most, first * 2 ** (table.crashes - 1));
  }

  /**
   * Takes those that have ended off the list, with whatever they left running; kills those whose grace is over. What a draining one has
   * started may use all of the grace, for a leader may not wait for those that do the work.
   */
  function prune(table: Table): void {
    table.replicas = table.replicas.filter((entry) => {
      const { process: id, draining, started } = entry;
      const hasGrace = draining !== undefined && clock.now() < draining + spec.drain.grace;
      if (id !== undefined && isAlive(id)) {
        if (draining !== undefined && !hasGrace) kill(entry, id.pid);
        return true;
      }
      if (!hasGrace) killAllWith(mark(entry));
      else if (processesWith(mark(entry)).length > 0) return true;
      const exit = exits.get(entry.token);
      exits.delete(entry.token);
      if (draining === undefined) {
        crashed(table, clock.now() - started);
        happened("crashed", entry, { ...(exit !== undefined && { exit }), log: logOf(entry, logs) });
      } else happened("ended", entry);
      return false;
    });
  }

  /** A replica, with what it says that it has under way, where it serves and is asked. */
  async function asked(entry: Entry, signal: AbortSignal, failed: (fault: SensorFault) => void): Promise<Replica> {
    const replica = replicaOf(entry);
    if (spec.inService === undefined || replica.phase !== "ready") return replica;
    const inService = await inServiceOf(entry, spec, spec.inService, signal, failed);
    return inService === undefined ? replica : { ...replica, inService };
  }

  function kill(entry: Entry, pid: number): void {
    signalGroup(pid, "SIGKILL");
    if (entry.killed === undefined) happened("killed", entry, { grace: spec.drain.grace });
    entry.killed = true;
  }

  function happened(
    kind: ProcessEvent["kind"],
    { id: replica, process, devices }: Entry,
    more: Pick<ProcessEvent, "signal" | "grace" | "exit" | "log"> = {},
  ): void {
    if (process === undefined) return;
    hear({ kind, replica, pid: process.pid, ...(devices === undefined ? {} : { devices }), ...more });
  }

  return {
    async read(signal, failed = () => undefined): Promise<Owned> {
      const table = readTable(file) ?? emptyTable();
      adopt(table);
      return {
        desired: table.desired,
        replicas: await Promise.all(table.replicas.map((entry) => asked(entry, signal, failed))),
      };
    },
    scale: (action) =>
      change((table) => {
        table.desired = action.desired;
        return reconcile(table, action);
      }),
    tend: (signal, queues) =>
      change(async (table) => {
        prune(table);
        await checkReady(table.replicas, spec, queues, clock.now, signal);
        await reconcile(table, {});
      }),
    trouble() {
      const { desired, crashes, notBefore, replicas } = readTable(file) ?? emptyTable();
      const dead = replicas.filter((entry) => phaseOf(entry)[0] === "failed").length;
      const isShort = replicas.length - dead < desired;
      if (!isShort || crashes + dead === 0) return undefined;
      const wait = notBefore > clock.now() ? `, no start before ${new Date(notBefore * 1000).toISOString()}` : "";
      return `${crashes + dead} crashed one after the other${wait}; what they print is in ${logs}`;
    },
    close: () => last,
  };
}

/** Those named, in that order; then those that do not serve yet, the newest first; then the newest. */
function leaving(staying: readonly Entry[], release: readonly string[]): Entry[] {
  const named = release.flatMap((id) => staying.find((entry) => entry.id === id) ?? []);
  const others = staying.filter((entry) => !named.includes(entry)).toReversed();
  return [
    ...named,
    ...others.filter(({ ready }) => ready === undefined),
    ...others.filter(({ ready }) => ready !== undefined),
  ];
}

function replicaOf(entry: Entry): Replica {
  const { id, started, devices } = entry;
  const [phase, since] = phaseOf(entry);
  return {
    id,
    phase,
    started,
    ...(since === undefined ? {} : { since }),
    ...(devices === undefined ? {} : { devices }),
  };
}

function phaseOf({ process: id, started, ready, unhealthy, draining }: Entry): [Phase, Seconds | undefined] {
  if (id === undefined || !isAlive(id)) return [draining === undefined ? "failed" : "draining", draining];
  if (draining !== undefined) return ["draining", draining];
  if (unhealthy !== undefined) return ["unhealthy", unhealthy];
  return ready === undefined ? ["warming", started] : ["ready", ready];
}
