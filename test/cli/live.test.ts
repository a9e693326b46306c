import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { liveJsonSchema } from "../../live/json-schema.ts";
import { disfunSim, inFolder } from "./disfun-sim.ts";

const live = `version: 1
check: 2s
policy: { policy: static, parameters: { counts: { workers: 5 } } }
groups:
  workers: { serves: [work], maximum: 8, owner: { command: { read: [cat, count] } } }
sensors:
  - command: { run: [cat, depth], gives: { queues.work.waiting: /ready } }
    timeout: 60s
  - host: { node: here }
`;
const files = { "live.yaml": live, depth: '{"ready": 40}', count: "3" };

test("observes, decides, journals and touches nothing; replay and explain read its journal", async () => {
  await inFolder(files, async (folder) => {
    const { code, out, err } = await disfunSim(folder, [
      "live",
      "live.yaml",
      "--checks",
      "2",
      "--shadow",
      "utilization",
    ]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("live: static observes and touches nothing; journal in out/live\n");
    expect(out).toMatch(/^\d\d:\d\d:\d\d {2}workers: would go 3 to 5, count-differs \(current 3, desired 5\)$/m);
    expect(out).toMatch(/^2 checks; utilization would have acted otherwise at 2$/m);
    expect(readFileSync(join(folder, "count"), "utf8")).toBe("3");
    expect(readdirSync(join(folder, "out/live")).sort()).toEqual(["journal.jsonl", "journal.shadow-utilization.jsonl"]);

    const journal = "out/live/journal.jsonl";
    const replayed = await disfunSim(folder, ["replay", journal, "--policy", "recorded"]);
    expect(replayed).toMatchObject({ code: 0, err: "" });
    expect(replayed.out).toMatch(/2 checks, 2 actions; 0 differ from what was recorded\n$/);
    const explained = await disfunSim(folder, ["explain", journal, "--at", "0s"]);
    expect(explained.out).toContain("workers: 3 to 5");
  });
});

test("--json prints the records of the journal", async () => {
  await inFolder(files, async (folder) => {
    const { out } = await disfunSim(folder, ["live", "live.yaml", "--checks", "2", "--json"]);
    const [, ...records] = readFileSync(join(folder, "out/live/journal.jsonl"), "utf8").trim().split("\n");
    expect(out.trim().split("\n")).toEqual(records);
    expect(JSON.parse(records[0] ?? "").observation.nodes.here.cores).toBeGreaterThan(0);
  });
});

test("while the owner of a group cannot tell, nobody decides on it; while a queue is not seen it stays listed", async () => {
  await inFolder({ ...files, "live.yaml": live.replace("2s", "200ms") }, async (folder) => {
    const run = disfunSim(folder, ["live", "live.yaml", "--checks", "20", "--json", "--journal", "j"]);
    await expect.poll(() => readdirSync(folder), { timeout: 30_000 }).toContain("j");
    for (const broken of ["depth", "count"]) writeFileSync(join(folder, broken), "broken");
    const { code, out, err } = await run;
    expect(code).toBe(0);
    const { observation, decisions } = JSON.parse(out.trim().split("\n").at(-1) ?? "");
    expect({ queues: observation.queues, groups: observation.groups }).toEqual({ queues: { work: {} }, groups: {} });
    expect(decisions).toMatchObject([{ subject: "workers", action: null, because: [{ code: "group-not-listed" }] }]);
    for (const source of ["command", "workers"]) {
      expect(err).toMatch(new RegExp(`^\\{.*"source":"${source}".*"msg":"readings are missing"\\}$`, "m"));
    }
  });
});

test.each([
  ["depth", "nonsense", /^error: live\.yaml:7:21 sensors\[0\]\.command\.run: cat prints "nonsense", expected JSON\n$/],
  ["depth", "{}", /^error: live\.yaml:7:65 .*there is nothing at \/ready\n$/],
  ["count", "-1", /^error: live\.yaml:5:\d+ groups\.workers\.owner\.\S*: cat prints -1.*expected a count/],
])("a %s that says %s is refused before anything is begun", async (file, text, message) => {
  await inFolder({ ...files, [file]: text }, async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["live", "live.yaml", "--checks", "1"]);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(readdirSync(folder)).not.toContain("out");
  });
});

test("a service that does not answer is no fault of the file: 69", async () => {
  const config = live.replace(/- command.*/, "- rabbitmq: { url: { env: BROKER }, queues: { work: w } }");
  await inFolder({ "live.yaml": config, count: "3" }, async (folder) => {
    const args = ["live", "live.yaml", "--checks", "1"];
    const { code, err } = await disfunSim(folder, args, { BROKER: "amqp://me:secret@127.0.0.1:1" });
    expect(code).toBe(69);
    expect(err).toMatch(
      /^error: live\.yaml:7:22 sensors\[0\]\.rabbitmq\.url: amqp:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
    );
    expect(err).not.toContain("secret");
    const unset = await disfunSim(folder, args);
    expect(unset).toMatchObject({
      code: 2,
      err: expect.stringContaining("the environment variable BROKER is not set"),
    });
  });
});

test("the schema for editors has the parameters of policies", async () => {
  await inFolder({}, async (folder) => {
    const { out } = await disfunSim(folder, ["schema", "live"]);
    expect(JSON.parse(out)).toEqual(liveJsonSchema());
    expect(out).toContain('"const": "distributed-funsearch"');
  });
});

test.each([
  [["--checks", "0"], "--checks 0: expected a whole number, 1 or more"],
  [["--shadow", "utilisation"], '--shadow utilisation: there is no such policy; did you mean "utilization"?'],
  [
    ["--shadow", "static"],
    '--shadow static: two policies are called "static"; write NAME:PRESET, a module under another name, or shadow: in the configuration with a name',
  ],
  [
    ["--shadow", "scaler:corrected", "--shadow", "scaler:corrected"],
    '--shadow scaler:corrected: two policies are called "scaler:corrected"; write NAME:PRESET, a module under another name, or shadow: in the configuration with a name',
  ],
])("live %j is refused", async (args, message) => {
  await inFolder(files, async (folder) => {
    expect(await disfunSim(folder, ["live", "live.yaml", ...args])).toEqual({
      code: 2,
      out: "",
      err: `error: ${message}\n`,
    });
  });
});
