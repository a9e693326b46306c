import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { bin, disfunSim, inFolder, root } from "./disfun-sim.ts";
import { changed, smallScenario } from "./small-scenario.ts";

/** A policy with a property of its own, both as modules. */
const moody = `export default {
  name: "moody", version: 1, parameters: {}, begin: () => 0,
  decide: ({ groups }, memory) => ({
    memory: memory + 1,
    decisions: Object.entries(groups).map(([subject, { minimum }]) => ({
      subject, action: { kind: "scale", group: subject, desired: minimum + (memory % 2) }, because: [{ code: "mood", facts: {} }],
    })),
  }),
};
`;
const calm = `import { property } from "disfun-sim/check";
import { z } from "zod";
export default property({
  name: "calm",
  summary: "It changes its mind at most so often.",
  parameters: z.strictObject({ most: z.int().default(5) }),
  needs: "a change",
  judge({ changes }, { most }) {
    const one = changes[most];
    if (one === undefined) return changes.length === 0 ? undefined : "kept";
    return { time: one.time, what: \`it changed its mind \${most + 1} times\`, moments: [] };
  },
});
`;

test("check writes the smallest case for each property that does not hold, which run replays, and ends with 1", async () => {
  await inFolder({ "moody.mjs": moody, "calm.ts": calm }, async (folder) => {
    const args = [
      "check",
      "moody.mjs",
      "--property",
      "calm.ts:most=3",
      "--property",
      "survives-restart",
      "--runs",
      "20",
    ];
    const { code, out, err } = await disfunSim(folder, [...args, "--junit", "out/junit.xml"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^moody: 20 runs, seed 1; \d+ situations, 2 reason codes, \d of 6 phases$/m);
    expect(out).toMatch(/^ {2}violated +calm +\d+ of \d+ runs; {2}at [\d:]+ it changed its mind 4 times$/m);
    expect(out).toMatch(/^ {2}held +survives-restart +0 of 20 runs: below 14 % with 95 % confidence/m);
    expect(out).toContain("out/check/moody-calm.yaml");

    const junit = readFileSync(join(folder, "out/junit.xml"), "utf8");
    expect(junit).toContain('<testsuite name="moody" tests="2" failures="1" skipped="0">');

    const run = await disfunSim(folder, ["run", "out/check/moody-calm.yaml"]);
    expect({ code: run.code, err: run.err }).toEqual({ code: 1, err: "" });
    expect(run.out).toMatch(/^moody: calm violated: at [\d:]+ it changed its mind 4 times$/m);

    // Found before: replayed first.
    const again = await disfunSim(folder, [...args.slice(0, 4), "--runs", "1", "--json"]);
    expect(again.code).toBe(1);
    expect(readFileSync(join(folder, "out/check/moody-calm.html"), "utf8")).toContain("<!doctype html>");
    const { checks } = JSON.parse(again.out);
    expect(checks[0].verdicts).toEqual([
      expect.objectContaining({ property: "calm", outcome: "violated", parameters: { most: 3 } }),
    ]);
    expect(checks[0].files).toEqual({ calm: "out/check/moody-calm.yaml" });
  });
});

test("a policy that throws, or asks for half a replica, is found to, and run says where", async () => {
  const asking = (desired: string) =>
    moody.replace("minimum + (memory % 2)", desired).replace("decide: ({ groups }", "decide: ({ groups, queues }");
  const boom = `(() => { if (Object.values(queues)[0]?.waiting > 30) throw new Error("boom"); return minimum; })()`;
  await inFolder({ "late.mjs": asking(boom), "half.mjs": asking("minimum + 0.5") }, async (folder) => {
    const args = ["check", "late.mjs", "half.mjs", "--property", "no-error", "--runs", "20"];
    const { code, out, err } = await disfunSim(folder, args);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/violated +no-error +\d+ of 20 runs; {2}at [\d:]+ it was refused: .*: it threw Error: boom$/m);
    expect(out).toMatch(/violated +no-error +\d+ of 20 runs; {2}at [\d:]+ it was refused: .*: desired is \d\.5 for/m);
    expect(readdirSync(join(folder, "out/check"))).toEqual(["half-no-error.yaml", "late-no-error.yaml"]);

    const run = await disfunSim(folder, ["run", "out/check/late-no-error.yaml"]);
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/^late: no-error violated: at [\d:]+ it was refused: .*: it threw Error: boom$/m);
    expect(run.err).toMatch(/^late\.mjs:6:\d+ late: .*: it threw Error: boom$/m);
  });
});

test("a policy that decides nothing without parameters is told of", async () => {
  await inFolder({}, async (folder) => {
    const args = ["--property", "no-error", "--runs", "2"];
    const { code, out } = await disfunSim(folder, ["check", "service-rules", "utilization", ...args]);
    expect(code).toBe(0);
    expect(out.match(/^ {2}never .*/gm)).toEqual([
      `  never decided   anything, with these parameters; name others: '{"policy": NAME, "parameters": {…}}', or a scenario's policy`,
      expect.stringMatching(/^ {2}never said {6}\w/),
    ]);
  });
});

test("a case found before is tried with the parameters of now, and that of an open loop as well", async () => {
  await inFolder({}, async (folder) => {
    const mine = (cooldown: number) =>
      JSON.stringify({ policy: "utilization", name: "mine", parameters: { cooldown } });
    const args = ["--property", "no-quick-down", "--runs"];
    expect(await disfunSim(folder, ["check", mine(0), ...args, "40"])).toMatchObject({ code: 1 });
    const again = await disfunSim(folder, ["check", mine(0), ...args, "1"]);
    expect(again.out).toMatch(/violated +no-quick-down +as found before; {2}at /);
    const mended = await disfunSim(folder, ["check", mine(86_400), ...args, "1"]);
    expect(mended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/mended +out\/check\/mine-no-quick-down.yaml/),
    });

    const open = [
      "check",
      "distributed-funsearch:as-published",
      "--open-loop",
      "--property",
      "holds-on-missing",
      "--runs",
    ];
    expect(await disfunSim(folder, [...open, "60"])).toMatchObject({ code: 1 });
    const shown = await disfunSim(folder, [...open, "1"]);
    expect(shown).toMatchObject({ code: 1, out: expect.stringMatching(/holds-on-missing +as found before; {2}at /) });
  });
});

test("what is all found before is not searched again, and said so", async () => {
  await inFolder({}, async (folder) => {
    const args = ["check", "utilization", "--property", "holds-on-missing", "--property", "monotone", "--runs", "25"];
    expect(await disfunSim(folder, args)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^utilization: 25 runs,/),
    });
    const again = await disfunSim(folder, args);
    expect(again).toMatchObject({ code: 1, out: expect.stringMatching(/^utilization: 0 of 25 runs,/) });
    expect(again.out).toMatch(/violated +holds-on-missing +as found before;/);
    expect(again.out).toMatch(/not applicable +monotone +it does not claim/);
    expect(again.out).toMatch(/not searched +all that applies is violated as found before/);
    const anew = await disfunSim(folder, [...args, "--regressions", "none"]);
    expect(anew.out).toMatch(/^utilization: 25 runs,/);
  });
});

/** A policy that tells, once a thread, that a run is of the scenario's own length. */
const telling = `let told = false;
export default {
  name: "telling", version: 1, parameters: {}, begin: () => 0,
  decide: ({ time }, memory) => {
    if (!told && time > 86400) process.stderr.write("endless\\n");
    told ||= time > 86400;
    return { memory, decisions: [] };
  },
};
`;

test("Ctrl-C ends runs that would take for ever, reports, and exits with 130", async () => {
  const endless = changed("horizon: 1h", "horizon: 100000d").split("policies:")[0];
  const scenario = `${endless}policies: [{ file: telling.mjs }, { policy: static, name: other, parameters: { counts: { sampler: 1 } } }]\n`;
  await inFolder({ "telling.mjs": telling, "endless.yaml": scenario }, async (folder) => {
    const args = ["check", "endless.yaml", "--runs", "50", "--threads", "2", "--property", "no-starvation"];
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder });
    const said = { out: "", err: "" };
    child.stdout.on("data", (data) => (said.out += data));
    child.stderr.on("data", (data) => (said.err += data));
    const closed = once(child, "close");
    await vi.waitUntil(() => said.err.split("endless").length === 3 || child.exitCode !== null, 60_000);
    child.kill("SIGINT");
    expect((await closed)[0]).toBe(130);
    expect(said.err).toContain("ending the search");
    expect(said.out).toMatch(/^telling: \d+ of 50 runs, seed 1;/);
    expect(said.out).toMatch(/not finished +2 runs were under way at the end, and count for nothing/);
    expect(said.out).toContain("other: not checked");
  });
});

test("what was found with other parameters is tried again where they turn out to be the policy's own, and else is named", async () => {
  await inFolder({}, async (folder) => {
    const search = ["--vary-parameters", "--property", "no-quick-down", "--runs", "10"];
    expect(await disfunSim(folder, ["check", "delayed-off", ...search])).toMatchObject({ code: 1 });
    const file = join(folder, "out/check/delayed-off-no-quick-down.yaml");
    const [head = ""] = readFileSync(file, "utf8").split("\n", 1);
    expect(head).not.toContain("varied");
    const again = ["check", "delayed-off", "--property", "no-quick-down", "--runs", "1"];
    const plain = await disfunSim(folder, again);
    expect(plain).toMatchObject({ code: 1, out: expect.stringContaining("as found before") });
    // What the replayed case says it says, although no run of the search does.
    expect(plain.out).toMatch(/because start-not-needed/);
    expect(plain.out).not.toMatch(/never said.*start-not-needed/);

    const varied = readFileSync(file, "utf8")
      .replace("{", '{"varied":true,')
      .replace("- { policy: delayed-off }", "- { policy: delayed-off, parameters: { idleFor: 1000 } }");
    writeFileSync(file, varied);
    const other = await disfunSim(folder, again);
    expect(other.out).toContain(
      "skipped         1 file, found with other parameters (--vary-parameters tries them): out/check/delayed-off-no-quick-down.yaml",
    );
    expect(other.out).not.toContain("as found before");
  });
});

test("seed and path lead to the case again", async () => {
  await inFolder({}, async (folder) => {
    const args = ["check", "utilization", "--property", "holds-on-missing", "--runs", "25", "--threads", "1"];
    await disfunSim(folder, [...args, "--out", "one"]);
    const [head = ""] = readFileSync(join(folder, "one/utilization-holds-on-missing.yaml"), "utf8").split("\n", 1);
    const { path } = JSON.parse(head.slice("# check: ".length));
    const { out } = await disfunSim(folder, [...args, "--path", path, "--out", "two"]);
    expect(out).toMatch(/^utilization: 1 run, seed 1;/);
    const [one, two] = ["one", "two"].map((name) =>
      readFileSync(join(folder, name, "utilization-holds-on-missing.yaml"), "utf8"),
    );
    expect(two?.split("\n").slice(1)).toEqual(one?.split("\n").slice(1));
  });
});

test("what is found does not depend on the threads", async () => {
  await inFolder({}, async (folder) => {
    const args = [
      "check",
      "utilization",
      "--runs",
      "50",
      "--property",
      "no-quick-down",
      "--property",
      "holds-on-missing",
    ];
    const one = await disfunSim(folder, [...args, "--threads", "1", "--json", "--out", "one"]);
    const two = await disfunSim(folder, [...args, "--threads", "2", "--json", "--out", "two"]);
    expect(one.code).toBe(1);
    expect(two.out.replaceAll("two/", "one/")).toBe(one.out);
    for (const name of readdirSync(join(folder, "one")).filter((each) => each.endsWith(".yaml")))
      expect(readFileSync(join(folder, "two", name), "utf8")).toBe(readFileSync(join(folder, "one", name), "utf8"));
  });
});

test("a scenario's plant and policies are checked as they are", async () => {
  await inFolder({ "small.yaml": smallScenario }, async (folder) => {
    const { code, out, err } = await disfunSim(folder, [
      "check",
      "small.yaml",
      "--runs",
      "10",
      "--property",
      "bounded-reversals",
    ]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^one: 10 runs/m);
    expect(out).toMatch(/^three: 10 runs/m);
    expect(out).toContain("not applicable  bounded-reversals  no run had a count that changes both up and down");
  });
});

test("the examples of its help do as they are written, with fewer runs", async () => {
  const { out } = await disfunSim(root, ["check", "--help"]);
  const examples = [...out.matchAll(/^ {2}disfun-sim (check .*?) {2,}/gm)].map(([, line]) => line?.split(" ") ?? []);
  expect(examples).toHaveLength(3);
  await inFolder({}, async (folder) => {
    cpSync(join(root, "scenarios/burst.yaml"), join(folder, "scenarios/burst.yaml"));
    for (const example of examples) {
      const { code, err } = await disfunSim(folder, [...example, "--runs", "4", "--property", "survives-restart"]);
      expect({ example, code: code === 1 ? 0 : code, err }).toEqual({ example, code: 0, err: "" });
    }
  });
});

test.each([
  [["utilisation"], 'there is no policy "utilisation"; did you mean "utilization"?'],
  [
    ["utilization", "--property", "no-quick-dwn"],
    '--property no-quick-dwn: there is no such property; did you mean "no-quick-down"?',
  ],
  [
    ["utilization", "--property", "no-quick-down:within=soon"],
    '"soon" is not a duration; write for example 15s, 2h, 1h30m or 250ms',
  ],
  [
    ["utilization", "--property", "no-quick-down:wthin=3"],
    '--property no-quick-down:wthin=3: no-quick-down has no parameter "wthin"; did you mean "within"?',
  ],
  [
    ["utilization", "--property", "no-error:foo=1"],
    '--property no-error:foo=1: no-error has no parameter "foo"; it has none',
  ],
  [["moody.txt"], "moody.txt: is no policy; expected a name, a module (.ts, .js, .mjs), or a scenario (.yaml)"],
  [["utilization", "--runs", "0"], "--runs 0: expected at least 1"],
  [
    ["utilization", "--time", "1ms", "--property", "no-error", "--threads", "1"],
    '--time 1ms is too short for one run of "utilization"',
  ],
  [["utilization", "--runs", "many"], "--runs many: expected a whole number"],
  [["utilization", "--path", "4:x"], "--path 4:x: expected the path of a counterexample, such as 17 or 17:0:2"],
  [["utilization", "--world", "queu"], '--world queu: expected one of queue, search, push; did you mean "queue"?'],
  [
    ["moody.mjs", "--vary-parameters"],
    '--vary-parameters: policy "moody" has no schema of its parameters; make it with define',
  ],
  [["utilization", "utilization"], 'two policies are called "utilization"; check one after the other'],
])("check %j is refused in one line", async (args, message) => {
  await inFolder({ "moody.mjs": moody, "moody.txt": "" }, async (folder) => {
    const { code, err } = await disfunSim(folder, ["check", ...args]);
    expect({ code, err }).toEqual({ code: 2, err: `error: ${message}\n` });
  });
});
