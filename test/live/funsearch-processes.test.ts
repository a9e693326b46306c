import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTable } from "../../live/owners/processes/table.ts";
import { processOwner } from "../../live/owners/processes.ts";
import { processesWith, processOf } from "../../live/process-table.ts";
import { until } from "./broker.ts";
import { testClock } from "./clock.ts";

interface Vector {
  readonly name: string;
  readonly state?: { readonly evaluators?: readonly { readonly alive?: boolean; readonly exit_delay?: number }[] };
  readonly expected?: { readonly actions?: readonly Acted[] };
}
interface Acted {
  readonly action: string;
  readonly role: string;
  readonly was_alive?: boolean;
  readonly list_index?: number;
}

const GRACE = 30; // "did not terminate in 30s. Sending SIGKILL."
const file = new URL("../conformance/vectors/distributed-funsearch.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { readonly vectors: readonly Vector[] };

/** Few enough evaluators to be real ones, of which one is told to end. */
const endings = vectors.flatMap(({ name, state, expected }) => {
  const evaluators = state?.evaluators ?? [];
  const [terminate, ...others] = Array.isArray(expected?.actions)
    ? expected.actions.filter(({ role }) => role === "evaluator")
    : [];
  if (terminate?.action !== "terminate" || evaluators.length > 5) return [];
  return [
    { name, evaluators, victim: terminate.list_index ?? 0, kills: others.some(({ action }) => action === "kill") },
  ];
});

/** Evaluators as a vector has them: those that take long to end ignore the first signal, and all note it. */
async function evaluatorsOf(
  { evaluators }: (typeof endings)[number],
  use: (plant: Plant) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-funsearch-"));
  const clock = testClock(1_000_000);
  const slow = evaluators.flatMap(({ exit_delay = 0 }, index) => (exit_delay > GRACE ? `evaluator-${index + 1}` : []));
  const trap = `trap 'echo TERM >> told-$DISFUN_REPLICA_ID; case " ${slow.join(" ")} " in *" $DISFUN_REPLICA_ID "*) ;; *) exit 0;; esac' TERM`;
  const open = () =>
    processOwner(
      "evaluator",
      {
        run: ["sh", "-c", `${trap}; : > up-$DISFUN_REPLICA_ID; while :; do sleep 0.05; done`],
        folder,
        environment: { HOME_OF_TEST: folder },
        drain: { signal: "SIGTERM", grace: GRACE },
        backoff: { first: 1, most: 60 },
      },
      folder,
      clock,
    );
  const owner = open();
  const ids = evaluators.map((_, index) => `evaluator-${index + 1}`);
  const pid = (id: string) =>
    readTable(join(folder, "evaluator.json"))?.replicas.find((entry) => entry.id === id)?.process?.pid ?? 0;
  try {
    await owner.scale({ kind: "scale", group: "evaluator", desired: ids.length }, signal);
    await until(() => ids.every((id) => existsSync(join(folder, `up-${id}`))));
    for (const [index, { alive = true }] of evaluators.entries()) {
      const dead = pid(ids[index] ?? "");
      if (alive) continue;
      process.kill(dead, "SIGKILL");
      await until(() => processOf(dead) === undefined);
    }
    await use({ owner, open, ids, clock, pid, isTold: (id) => existsSync(join(folder, `told-${id}`)) });
  } finally {
    for (const each of processesWith(`HOME_OF_TEST=${folder}`)) {
      try {
        process.kill(each.pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Plant {
  readonly owner: ReturnType<typeof processOwner>;
  open(): ReturnType<typeof processOwner>;
  readonly ids: readonly string[];
  readonly clock: ReturnType<typeof testClock>;
  pid(id: string): number;
  isTold(id: string): boolean;
}

// The published code puts a private list in the place of an empty one, so that whoever shuts it down never sees what was started.
test("ev-empty-list-is-replaced: one that is started where there was none is known to whoever comes next", async () => {
  await evaluatorsOf({ name: "", evaluators: [], victim: 0, kills: false }, async ({ owner, open, pid }) => {
    expect((await owner.read(signal)).replicas).toEqual([]);
    await owner.scale({ kind: "scale", group: "evaluator", desired: 1 }, signal);
    const next = open();
    expect((await next.read(signal)).replicas.map(({ id }) => id)).toEqual(["evaluator-1"]);
    const started = pid("evaluator-1");
    await next.scale({ kind: "scale", group: "evaluator", desired: 0 }, signal);
    await until(() => processOf(started) === undefined);
  });
});

const { signal } = new AbortController();
const living = endings.filter(({ evaluators, victim }) => evaluators[victim]?.alive !== false);

test("the vectors end processes in time and late", () => {
  expect(new Set(living.map(({ kills }) => kills))).toEqual(new Set([true, false]));
});

test.each(living)("$name: the one that is named gets SIGTERM, and SIGKILL only after 30 s", async (ending) => {
  await evaluatorsOf(ending, async ({ owner, ids, clock, pid, isTold }) => {
    const victim = ids[ending.victim] ?? "";
    const gone = pid(victim);
    await owner.scale({ kind: "scale", group: "evaluator", desired: ids.length - 1, release: [victim] }, signal);
    await until(() => isTold(victim));
    if (ending.kills) {
      clock.pass(GRACE - 0.1);
      await owner.tend(signal, {});
      expect(processOf(gone)).toBeDefined();
      clock.pass(0.1);
      await owner.tend(signal, {});
    }
    await until(() => processOf(gone) === undefined);
    await owner.tend(signal, {});
    const left = (await owner.read(signal)).replicas.map(({ id }) => id);
    expect(left).toEqual(ids.filter((id) => id !== victim));
    expect(left.filter(isTold)).toEqual([]);
  });
});

// The published code "terminates" the dead one and keeps a list that is one too long for the living; here the dead is off the list
// before anybody is asked to end, so the one that lives is the one that stays.
test.each(endings.filter((each) => !living.includes(each)))(
  "$name: a dead process is nobody to end",
  async (ending) => {
    await evaluatorsOf(ending, async ({ owner, ids, isTold }) => {
      await owner.tend(signal, {});
      const alive = ids.filter((_, index) => ending.evaluators[index]?.alive !== false);
      await owner.scale(
        { kind: "scale", group: "evaluator", desired: ids.length - 1, release: [ids[ending.victim] ?? ""] },
        signal,
      );
      expect((await owner.read(signal)).replicas.map(({ id, phase }) => `${id} ${phase}`)).toEqual(
        alive.map((id) => `${id} ready`),
      );
      expect(alive.filter(isTold)).toEqual([]);
    });
  },
);
