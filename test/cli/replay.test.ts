import { expect, test } from "vitest";
import { bind, control, formatLine, type Json, type Replica } from "../../policies/index.ts";
import { groupOf, observe, queueOf } from "../policies/observations.ts";
import { disfunSim, inFolder } from "./disfun-sim.ts";

const busy = (count: number): Replica[] =>
  Array.from({ length: count }, (_, index) => ({ id: `w${index}`, phase: "ready", inService: 1 }));

/** A pool that is busy, grows from four to six, and then has nothing that waits. */
const seen = [
  [0, 4, 9],
  [60, 6, 9],
  [300, 6, 0],
].map(([time = 0, workers = 0, waiting = 0]) =>
  observe({
    time,
    queues: { work: queueOf(waiting, workers) },
    groups: { pool: groupOf(busy(workers), { serves: ["work"], maximum: 8 }) },
  }),
);

function journal(parameters: Json = {}): string {
  const controller = control(bind("utilization", parameters));
  const lines = [controller.header(), ...seen.map((observation) => controller.step(observation).record)];
  return lines.map((line) => `${formatLine(line)}\n`).join("");
}

const observations = seen.map((observation) => `${JSON.stringify(observation)}\n`).join("");

test("replay prints the decisions of one policy, and how many differ from what was recorded", async () => {
  await inFolder({ "journal.jsonl": journal() }, async (folder) => {
    const again = await disfunSim(folder, ["replay", "journal.jsonl", "--policy", "recorded"]);
    expect(again).toEqual({
      code: 0,
      err: "",
      out:
        "0 s  pool: to 6, utilization-high (utilization 1, workers 4, pending 9, threshold 0.8, desired 6)\n" +
        "3 checks, 1 action; 0 differ from what was recorded\n",
    });
    const all = await disfunSim(folder, ["replay", "journal.jsonl", "--policy", "recorded", "--all"]);
    expect(all.out).toContain("60 s  pool: nothing, cooldown (elapsed 60, cooldown 300)\n");
  });
});

test("a last line that is cut off is left out with a warning, and what is before it tells", async () => {
  await inFolder({ "cut.jsonl": journal().slice(0, -100) }, async (folder) => {
    const err = "warning: cut.jsonl: line 4 is cut off and left out\n";
    const two = ["--policy", "recorded", "--policy", "utilization"];
    expect(await disfunSim(folder, ["replay", "cut.jsonl", ...two])).toEqual({
      code: 0,
      err,
      out: "2 checks, 0 differences\n",
    });
    const explained = await disfunSim(folder, ["explain", "cut.jsonl", "--at", "1h"]);
    expect(explained).toMatchObject({ code: 0, err, out: expect.stringMatching(/^At 60 s .* where the journal ends/) });
  });
});

test("replay of one policy marks where it differs from what was recorded, and ends with 0", async () => {
  await inFolder({ "journal.jsonl": journal() }, async (folder) => {
    const still = '{"policy":"static","parameters":{"counts":{"pool":4}}}';
    const told = await disfunSim(folder, ["replay", "journal.jsonl", "--policy", still]);
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/^0 s {2}pool: nothing, .* – differs: recorded was to 6$/m);
    expect(told.out).toMatch(/^3 checks, \d actions?; \d differs? from what was recorded$/m);
  });
});

test("explain says so where the journal ends before the time that is asked about", async () => {
  await inFolder({ "journal.jsonl": journal() }, async (folder) => {
    const explain = (at: string) => disfunSim(folder, ["explain", "journal.jsonl", "--at", at]);
    expect((await explain("1h")).out).toMatch(
      /^At 300 s \(0:05:00 into the run\), where the journal ends, utilization/,
    );
    expect((await explain("300")).out).toMatch(/^At 300 s \(0:05:00 into the run\) utilization/);
  });
});

test("a live journal has dates, which --at takes", async () => {
  const later = seen.map((observation) => ({ ...observation, time: observation.time + Date.UTC(2026, 10, 22) / 1000 }));
  const controller = control(bind("utilization", {}));
  const lines = [controller.header(), ...later.map((observation) => controller.step(observation).record)];
  await inFolder({ "journal.jsonl": lines.map((line) => `${formatLine(line)}\n`).join("") }, async (folder) => {
    const explained = await disfunSim(folder, ["explain", "journal.jsonl", "--at", "2026-11-22T00:01:30Z"]);
    expect(explained.out).toMatch(/^At 2026-11-22T00:01:00Z utilization, version 1, decided:/);
    const replayed = await disfunSim(folder, ["replay", "journal.jsonl", "--policy", "recorded"]);
    expect(replayed.out).toMatch(/^2026-11-22T00:00:00Z {2}pool: to 6, /);
  });
});

test("replay of two policies tells where they differ and why, and then ends with 1", async () => {
  await inFolder({ "journal.jsonl": journal() }, async (folder) => {
    const other = '{"policy":"utilization","parameters":{"growth":1},"wrap":[{"bounded":{"maximum":7}}]}';
    const { code, out } = await disfunSim(folder, [
      "replay",
      "journal.jsonl",
      "--policy",
      "recorded",
      "--policy",
      other,
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^0 s {2}pool\n {4}recorded: to 6, utilization-high .*\n {4}utilization: to 7, .*cut-to-maximum/,
    );
    expect(out).toMatch(/\n3 checks, 2 differences\n$/);
    const same = await disfunSim(folder, [
      "replay",
      "journal.jsonl",
      "--policy",
      "recorded",
      "--policy",
      "utilization",
    ]);
    expect(same).toEqual({ code: 0, err: "", out: "3 checks, 0 differences\n" });
  });
});

test("replay reads plain observations, as JSON lines too", async () => {
  await inFolder({ "seen.jsonl": observations }, async (folder) => {
    const { out } = await disfunSim(folder, ["replay", "seen.jsonl", "--policy", "delayed-off", "--json"]);
    const [first] = out.split("\n").map((line) => JSON.parse(line || "null"));
    expect(first).toMatchObject({ time: 0, decisions: [{ subject: "pool", action: { desired: 8 } }] });
  });
});

test.each([
  [
    ["seen.jsonl"],
    "no policy is given; name one to see its decisions, or two to see where they differ: --policy NAME, or recorded for the journal's own",
  ],
  [["seen.jsonl", "--policy", "recorded"], "--policy recorded: the file has no header that tells which it was"],
  [["seen.jsonl", "--policy", "utilisation"], 'there is no policy "utilisation"; did you mean "utilization"?'],
  [["seen.jsonl", "--policy", "{"], '--policy {: is no JSON; expected {"policy": NAME, "parameters": {…}}'],
  [["torn.jsonl", "--policy", "static"], "torn.jsonl:2 not a line of JSON; was the journal cut off here?"],
  [
    ["none.jsonl", "--policy", "static"],
    "none.jsonl:1 not a line of JSON, so this is no journal; run writes journals as journal.<policy>.jsonl",
  ],
  [
    ["back.jsonl", "--policy", "static"],
    "back.jsonl:4 not an observation: an observation at 0 s came after one at 300 s: time goes back",
  ],
  [["gone.jsonl", "--policy", "static"], "gone.jsonl: there is no such file"],
  [
    ["small.yaml", "--policy", "static"],
    "small.yaml: is no journal; run writes journals beside its report, as journal.<policy>.jsonl",
  ],
])("replay %j is refused", async (args, message) => {
  const files = {
    "seen.jsonl": observations,
    "torn.jsonl": journal().replace("\n", "\n{"),
    "none.jsonl": "version: 1\nname: none",
    "back.jsonl": observations + observations,
  };
  await inFolder(files, async (folder) => {
    expect(await disfunSim(folder, ["replay", ...args])).toEqual({ code: 2, out: "", err: `error: ${message}\n` });
  });
});

test("explain tells the last decision by then in words, with what it saw and the metrics", async () => {
  await inFolder({ "journal.jsonl": journal({ wrap: ["cooled"] }) }, async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["explain", "journal.jsonl", "--at", "2m", "--group", "pool"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe(`At 60 s (0:01:00 into the run) utilization, version 1, in cooled, decided:

pool: nothing to do
  because The last operation that succeeded is too recent. [cooldown] (elapsed 60, cooldown 300)
  it saw 6 replicas asked for of at least 0 and at most 8; there are 6 ready
  and work: 9 waiting, 6 in service
  its metrics: current_workers 6, pending_tasks 9, running_tasks 6, worker_utilization 1, average_task_duration null, last_scaling_time 1970-01-01T00:00:00.000Z, metrics_window 300, cooldown_period 300
`);
    const { out: json } = await disfunSim(folder, [
      "explain",
      "journal.jsonl",
      "--at",
      "1970-01-01T00:00:10Z",
      "--json",
    ]);
    expect(JSON.parse(json)).toMatchObject({
      policy: "utilization",
      time: 0,
      decisions: [{ action: { desired: 6 } }],
      metrics: { pool: { current_workers: 4, last_scaling_time: null } },
    });
  });
});

test.each([
  [["--at", "60", "--group", "pol"], 'journal.jsonl: there is no decision on "pol" by then; did you mean "pool"?'],
  [[], "journal.jsonl: --at is missing: name a time from 0 s to 300 s"],
  [["--at", "-1"], "journal.jsonl: there is no decision by -1 s; the first is at 0 s"],
  [["--at=2026-01-01"], "--at 2026-01-01 is a date, and this journal counts from 0 s; write for example 2h"],
  [["--at", "soon"], '"soon" is not a duration; write for example 15s, 2h, 1h30m or 250ms'],
])("explain %j is refused", async (args, message) => {
  await inFolder({ "journal.jsonl": journal() }, async (folder) => {
    const finished = await disfunSim(folder, ["explain", "journal.jsonl", ...args]);
    expect(finished).toEqual({ code: 2, out: "", err: `error: ${message}\n` });
  });
});
