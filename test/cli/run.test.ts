import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { catalogue, controllerReasons, type JournalRecord, readJournal } from "../../policies/index.ts";
import type { Result } from "../../sim/result.ts";
import { bin, disfunSim, inFolder } from "./disfun-sim.ts";
import { changed, smallScenario } from "./small-scenario.ts";

const small = { "small.yaml": smallScenario };

function resultIn(folder: string): Result {
  return JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
}

test("a run writes its files, ends with the report's path, and says nothing on stderr", async () => {
  await inFolder(small, async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["run", "small.yaml"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^one .*\nthree /m);
    expect(out.trimEnd().split("\n").at(-1)).toBe("out/small/report.html");
    expect(readdirSync(join(folder, "out/small")).sort()).toEqual([
      "journal.one.jsonl",
      "journal.three.jsonl",
      "report.html",
      "result.json",
      "series.csv",
    ]);
  });
});

test("two runs give the same bytes", async () => {
  await inFolder(small, async (folder) => {
    await disfunSim(folder, ["run", "small.yaml", "--out", "a", "--journal", "all"]);
    await disfunSim(folder, ["run", "small.yaml", "--out", "b", "--journal", "all"]);
    const files = readdirSync(join(folder, "a"));
    expect(files.length).toBe(7);
    for (const file of files) {
      expect(readFileSync(join(folder, "b", file)).equals(readFileSync(join(folder, "a", file))), file).toBe(true);
    }
  });
});

test("journals are of the runs that are drawn, as if all were kept", async () => {
  await inFolder(small, async (folder) => {
    const run = ["run", "small.yaml", "--seeds", "3", "--no-baselines"];
    await disfunSim(folder, [...run, "--out", "a"]);
    await disfunSim(folder, [...run, "--out", "b", "--journal", "all"]);
    const [a, b] = ["a", "b"].map((name) => resultIn(join(folder, name)));
    expect(a?.journaled).toBe(3);
    expect(a?.policies.map(({ detail }) => detail.seed)).toEqual([3, 3]);
    expect(b).toEqual(a);
    for (const label of ["one", "three"]) {
      const journal = readFileSync(join(folder, `a/journal.${label}.jsonl`), "utf8");
      expect(journal).toBe(readFileSync(join(folder, `b/journal.${label}.seed-3.jsonl`), "utf8"));
      expect(readFileSync(join(folder, "b/report.html"), "utf8")).toContain(`href="journal.${label}.seed-3.jsonl"`);
    }
    await disfunSim(folder, [...run, "--out", "a", "--journal", "first"]);
    expect(readFileSync(join(folder, "a/report.html"), "utf8")).toContain(
      "They are of seed 1, and the charts of seed 3: run it again with --journal drawn",
    );
  });
});

test("a policy's numbers do not depend on where it is listed", async () => {
  await inFolder(small, async (folder) => {
    const run = ["run", "small.yaml", "--baseline", "one"];
    await disfunSim(folder, [...run, "--out", "a", "--policy", "one", "--policy", "three"]);
    await disfunSim(folder, [...run, "--out", "b", "--policy", "three", "--policy", "one"]);
    const [a, b] = ["a", "b"].map((name) => resultIn(join(folder, name)).policies);
    expect(b?.map(({ label }) => label)).toEqual(["three", "one"]);
    expect(b?.toReversed()).toEqual(a);
  });
});

test("policies are compared with the baseline named, the scenario's, or the first", async () => {
  await inFolder({ "small.yaml": `${smallScenario}baseline: three\n` }, async (folder) => {
    await disfunSim(folder, ["run", "small.yaml", "--out", "a"]);
    await disfunSim(folder, ["run", "small.yaml", "--out", "b", "--baseline", "one"]);
    const [a, b] = ["a", "b"].map((name) => resultIn(join(folder, name)));
    expect([a?.baseline, b?.baseline]).toEqual(["three", "one"]);
    const [one, three] = [a?.policies[0], b?.policies[1]].map(
      (policy) => policy?.differences?.["wait.mean"]?.mean ?? 0,
    );
    expect(one).toBeGreaterThan(0);
    expect(three).toBe(-(one ?? 0));
    expect(a?.policies[1]?.differences).toBeUndefined();
  });
});

test("a run ends with exit code 1 where an expectation clearly fails, and tells of each", async () => {
  const expecting = (line: string) => ({ "small.yaml": changed("check: 60s", `check: 60s\nexpect: [${line}]`) });
  await inFolder(expecting("p95 wait < 1ms, { three: p95 wait < 10m }"), async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["run", "small.yaml"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^one: p95 wait < 1ms: FAILED, /m);
    expect(out).toMatch(/^three: p95 wait < 10m: met, /m);
    expect(resultIn(join(folder, "out/small")).expectations?.map(({ policy }) => policy)).toEqual([
      "one",
      "three",
      "three",
    ]);
    const page = readFileSync(join(folder, "out/small/report.html"), "utf8");
    expect(page).toMatch(/<th[^>]*>p95 wait &lt; 1ms<\/th>/);
    expect(page).toMatch(/>one<\/span><\/th><td class="expected failed"><b>FAILED</);
  });
  await inFolder(expecting("unfinished < 1000"), async (folder) => {
    expect(await disfunSim(folder, ["run", "small.yaml"])).toMatchObject({ code: 0 });
  });
});

test("a journal can be read back, a line a decision", async () => {
  await inFolder(small, async (folder) => {
    await disfunSim(folder, ["run", "small.yaml", "--policy", "one"]);
    const lines = readFileSync(join(folder, "out/small/journal.one.jsonl"), "utf8").split("\n");
    expect(lines.pop()).toBe("");
    const [header, ...records] = readJournal(lines);
    expect(header).toMatchObject({ kind: "header", policy: "static", parameters: { counts: { sampler: 1 } } });
    expect(records.length).toBe(lines.length - 1);
    expect(records.length).toBe(resultIn(join(folder, "out/small")).policies[0]?.runs[0]?.decisions);
  });
});

test("every reason in a journal is one that is explained", async () => {
  await inFolder(small, async (folder) => {
    const unfit = ["--set", "groups.sampler.maximum=2", "--policy", "three"];
    await disfunSim(folder, ["run", "small.yaml", ...unfit]);
    const [, ...records] = readFileSync(join(folder, "out/small/journal.three.jsonl"), "utf8").trimEnd().split("\n");
    const codes = records.flatMap((line) =>
      (JSON.parse(line) as JournalRecord).decisions.flatMap(({ because }) => because.map(({ code }) => code)),
    );
    const explained = [...catalogue, { reasons: controllerReasons }].flatMap(({ reasons }) => Object.keys(reasons));
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !explained.includes(code))).toEqual([]);
    expect(codes.some((code) => code in controllerReasons)).toBe(true);
    const { reasons = {} } = resultIn(join(folder, "out/small")).policies[0] ?? {};
    expect(Object.keys(reasons).sort()).toEqual([...new Set(codes)].sort());
  });
});

test("a policy that looks for what no sensor gives is warned about, before a run and in its result", async () => {
  const rules =
    "{ policy: service-rules, parameters: { services: { sampler: { rules: { latencyP95: { up: 2s } } } } } }";
  const text = smallScenario.replace("policies:", `policies:\n  - ${rules}`);
  await inFolder({ "small.yaml": text }, async (folder) => {
    const { code, err } = await disfunSim(folder, ["validate", "small.yaml"]);
    const warning =
      "service-rules: looked, in a trial of 21 decisions, for the signal latencyP95 of sampler, which this scenario never gives; write signals: { latencyP95: 5m } in the group";
    expect({ code, err }).toEqual({ code: 0, err: `warning: ${warning}\n` });
    await disfunSim(folder, ["run", "small.yaml", "--policy", "service-rules"]);
    expect(resultIn(join(folder, "out/small")).warnings).toEqual([warning]);
  });
});

test("--json prints result.json and nothing else on stdout", async () => {
  await inFolder(small, async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["run", "small.yaml", "--json"]);
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(join(folder, "out/small/result.json"), "utf8"));
    expect(JSON.parse(out)).toMatchObject({ version: 1, name: "small", seeds: [1, 2] });
    expect(err).toContain("out/small/report.html");
  });
});

test("--dry-run prints the resolved scenario and writes nothing", async () => {
  await inFolder(small, async (folder) => {
    const { code, out } = await disfunSim(folder, [
      "run",
      "small.yaml",
      "--dry-run",
      "--set",
      "groups.sampler.maximum=2",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      name: "small",
      horizon: 3600,
      groups: [{ maximum: 2, grace: expect.any(Number) }],
    });
    expect(readdirSync(folder)).toEqual(["small.yaml"]);
  });
});

test.each([
  ["3", [1, 2, 3]],
  ["4,7", [4, 7]],
  ["7,", [7]],
])("--seeds %s", async (given, seeds) => {
  await inFolder(small, async (folder) => {
    const { out } = await disfunSim(folder, ["run", "small.yaml", "--dry-run", "--seeds", given]);
    expect(JSON.parse(out).seeds).toEqual(seeds);
  });
});

test("--policy takes a label, a name of the catalogue and a module with parameters of its own", async () => {
  const module = `
    import { define } from "disfun-sim";
    import { z } from "zod";
    export default define({
      name: "steady",
      summary: "Keeps a number of replicas.",
      parameters: z.strictObject({ replicas: z.int().default(2) }),
      create: ({ replicas }) => ({
        name: "steady",
        version: 3,
        parameters: { replicas },
        begin: () => null,
        decide: ({ groups }) => ({
          memory: null,
          decisions: Object.keys(groups).map((group) => ({
            subject: group,
            action: { kind: "scale" as const, group, desired: replicas },
            because: [{ code: "steady", facts: {} }] as const,
          })),
        }),
      }),
    });`;
  await inFolder({ ...small, "mine.ts": module }, async (folder) => {
    const policies = ["three", "static", "mine.ts"].flatMap((name) => ["--policy", name]);
    const { code, err } = await disfunSim(folder, ["run", "small.yaml", "--quiet", ...policies]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { policies: results } = resultIn(join(folder, "out/small"));
    expect(results.map(({ label, policy, policyVersion }) => [label, policy, policyVersion])).toEqual([
      ["three", "static", 1],
      ["static", "static", 1],
      ["mine", "steady", 3],
    ]);
    expect(results[2]?.parameters).toEqual({ replicas: 2 });
  });
});

test("a scenario names a module, and units are read in its parameters", async () => {
  const module = `
    import { define } from "disfun-sim";
    import { z } from "zod";
    export default define({
      name: "still",
      summary: "Does nothing.",
      parameters: z.strictObject({ after: z.number() }),
      create: ({ after }) => ({
        name: "still",
        version: 1,
        parameters: { after },
        begin: () => null,
        decide: () => ({ decisions: [], memory: null }),
      }),
    });`;
  const policies = "policies:\n  - { file: ./still.ts, name: still, parameters: { after: 2m } }";
  await inFolder({ "still.ts": module, "small.yaml": changed("policies:", policies) }, async (folder) => {
    const { code, err } = await disfunSim(folder, ["run", "small.yaml", "--policy", "still"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(resultIn(join(folder, "out/small")).policies[0]?.parameters).toEqual({ after: 120 });
  });
});

test("a run takes the place of the one before, and leaves no journal of it", async () => {
  await inFolder(small, async (folder) => {
    await disfunSim(folder, ["run", "small.yaml", "--journal", "all"]);
    await disfunSim(folder, ["run", "small.yaml", "--journal", "none", "--policy", "one"]);
    expect(readdirSync(join(folder, "out/small")).sort()).toEqual(["report.html", "result.json", "series.csv"]);
    expect(resultIn(join(folder, "out/small")).policies.length).toBe(1);
  });
});

test("several scenarios each get a folder", async () => {
  await inFolder({ ...small, "other.yaml": changed("rate: 0.1/s", "rate: 0.2/s") }, async (folder) => {
    const { code } = await disfunSim(folder, ["run", "small.yaml", "other.yaml", "--out", "both", "--seeds", "1"]);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "both")).sort()).toEqual(["other", "small"]);
  });
});

const manySeeds = { "long.yaml": changed("seeds: 2", "seeds: 1000") };

function interruptible(folder: string, ...args: string[]) {
  const run = [bin, "run", "long.yaml", "--threads", "1", "--no-cache", ...args];
  const child = spawn(process.execPath, run, { cwd: folder });
  const said = { err: "" };
  child.stderr.on("data", (data) => (said.err += data));
  const until = (seen: () => boolean) => vi.waitUntil(() => seen() || child.exitCode !== null, 20_000);
  return { child, said, until, exit: once(child, "exit") };
}

test("Ctrl-C twice exits with 130 and leaves nothing, and so does an end asked for by the system", async () => {
  await inFolder(manySeeds, async (folder) => {
    for (const signals of [["SIGINT", "SIGINT"], ["SIGTERM"]] as const) {
      const { child, said, until, exit } = interruptible(folder, "--set", "horizon=1000d");
      await until(() => journalsBegun(join(folder, "out/long")) > 0);
      for (const signal of signals) {
        child.kill(signal);
        if (signals.length > 1) await until(() => said.err.includes("Ctrl-C again"));
      }
      expect((await exit)[0]).toBe(130);
      expect(readdirSync(folder)).toEqual(["long.yaml"]);
    }
  });
});

test("Ctrl-C once reports what is finished, and exits with 130", async () => {
  await inFolder(manySeeds, async (folder) => {
    const { child, said, until, exit } = interruptible(folder);
    // The journal of the second policy is begun: a run of the first is finished.
    await until(() => journalsBegun(join(folder, "out/long")) > 1);
    child.kill("SIGINT");
    expect((await exit)[0]).toBe(130);
    expect(said.err).toContain("finishing the runs under way");
    const { seeds, interrupted, policies } = resultIn(join(folder, "out/long"));
    expect(interrupted?.planned).toBe(1000);
    expect(seeds.length).toBeLessThan(1000);
    for (const { runs } of policies) expect(runs.map(({ seed }) => seed)).toEqual(seeds);
    const report = readFileSync(join(folder, "out/long/report.html"), "utf8");
    expect(report).toContain(`Interrupted: ${seeds.length} of 1000 runs of each policy`);
    expect(report).toContain(`--seeds ${seeds.join()},</pre>`);
  });
});

function journalsBegun(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.includes("journal")).length : 0;
}

test("a run again makes only what is missing, and the same bytes", async () => {
  await inFolder(small, async (folder) => {
    const cache = { DISFUN_CACHE: join(folder, "cache") };
    const kept = () => readdirSync(join(folder, "cache/runs")).length;
    const run = ["run", "small.yaml", "--policy", "one", "--no-baselines"];
    await disfunSim(folder, [...run, "--out", "a"], cache);
    expect(kept()).toBe(2);
    await disfunSim(folder, [...run, "--out", "b", "--seeds", "3"], cache);
    expect(kept()).toBe(3);
    await disfunSim(folder, [...run, "--out", "c", "--seeds", "3", "--no-cache"], cache);
    for (const name of readdirSync(join(folder, "c"))) {
      expect(readFileSync(join(folder, "b", name)).equals(readFileSync(join(folder, "c", name))), name).toBe(true);
    }
  });
});

test("--precision makes more runs until the intervals are tight, and says why it stopped", async () => {
  await inFolder(small, async (folder) => {
    const { code, out } = await disfunSim(folder, ["run", "small.yaml", "--precision", "20%"]);
    expect(code).toBe(0);
    const { seeds, precision } = resultIn(join(folder, "out/small"));
    expect(out).toMatch(new RegExp(`^Stopped after ${seeds.length} runs: the interval of cost and p95 wait`, "m"));
    expect(precision).toMatchObject({ within: 0.2, reached: true, most: 100, measures: ["cost.total", "wait.p95"] });
    expect(readFileSync(join(folder, "out/small/report.html"), "utf8")).toContain("small.yaml --precision 20%</pre>");
    const limited = ["run", "small.yaml", "--precision", "1%", "--max-seeds", "11"];
    const [one, two] = await Promise.all(
      ["1", "2"].map((threads) => disfunSim(folder, [...limited, "--threads", threads, "--out", threads])),
    );
    expect(one?.out).toContain("Stopped at the limit of 11 runs: p95 wait under three is within ±");
    expect(two?.code).toBe(0);
    for (const name of readdirSync(join(folder, "1"))) {
      expect(readFileSync(join(folder, "2", name)).equals(readFileSync(join(folder, "1", name))), name).toBe(true);
    }
  });
});

test("a reader that stops reading is no error", async () => {
  await inFolder({}, async (folder) => {
    const child = spawn("bash", ["-c", `"${process.execPath}" "${bin}" schema | head -1; echo "\${PIPESTATUS[0]}"`], {
      cwd: folder,
    });
    let said = "";
    child.stdout.on("data", (data) => (said += data));
    child.stderr.on("data", (data) => (said += data));
    await once(child, "close");
    expect(said).toBe("{\n0\n");
  });
});

test("the best static size and regrets stand in the table, unless they are not wanted", async () => {
  await inFolder({ "small.yaml": smallScenario }, async (folder) => {
    const { out } = await disfunSim(folder, ["run", "small.yaml"]);
    expect(out).toMatch(/regret %/);
    expect(out).toMatch(/^Best static: sampler 2: the cheapest of \d+ sizes tried, with p95 wait below 60 s\b.*\.$/m);
    const without = await disfunSim(folder, ["run", "small.yaml", "--no-baselines", "--out", "without"]);
    expect(without.out).not.toMatch(/regret|best static/i);
    const page = readFileSync(join(folder, "without/report.html"), "utf8");
    expect(page).toContain("disfun-sim run small.yaml --no-baselines");
  });
});
