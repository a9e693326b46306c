import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { disfunSim, inFolder } from "./disfun-sim.ts";
import { smallScenario } from "./small-scenario.ts";

/** The example lines that a command's help shows, as a shell would split them; what it prints goes nowhere. */
async function examplesOf(folder: string, command: string): Promise<string[][]> {
  const { out } = await disfunSim(folder, [command, "--help"]);
  const [, examples = ""] = out.split("Examples:");
  return [...examples.matchAll(/^ +disfun-sim (.*?)(?: > .*?)?(?: {2,}|$)/gm)].map(([, line = ""]) => line.split(" "));
}

const small = { "small.yaml": smallScenario };

test("a saved result gives its page again, and tells itself in every format", async () => {
  await inFolder(small, async (folder) => {
    const run = await disfunSim(folder, ["run", "small.yaml", "--format", "md"]);
    expect(run).toMatchObject({ code: 0, err: "out/small/report.html\n" });
    expect(run.out).toMatch(/^## small\n/);
    const page = join(folder, "out/small/report.html");
    const first = readFileSync(page, "utf8");
    rmSync(page);
    expect(await disfunSim(folder, ["report", "out/small"])).toEqual({
      code: 0,
      out: "out/small/report.html\n",
      err: "",
    });
    const again = readFileSync(page, "utf8");
    expect(again).toBe(first);
    expect(again).toContain('<pre tabindex="0">npx disfun-sim run small.yaml</pre>');
    expect(again).toContain('<a href="journal.one.jsonl">');

    cpSync(join(folder, "out/small/journal.one.jsonl"), join(folder, "alone.jsonl"));
    await disfunSim(folder, ["report", "alone.jsonl"]);
    const alone = readFileSync(join(folder, "alone.html"), "utf8");
    expect(alone).toMatch(/<dt>To<\/dt>\s*<dd>1:00:00<\/dd>/);
    expect(alone).toContain('"end":3600,');
    expect(alone).not.toContain("to its own scale");

    const told = async (format: string) => (await disfunSim(folder, ["report", "alone.jsonl", "--format", format])).out;
    expect(await told("text")).toMatch(
      /^alone\.jsonl: static, version 1\n61 checks from 0:00:00 to 1:00:00, usually every 60 s; 0 changes /,
    );
    expect(await told("md")).toMatch(/^\| 0:00:00 \| sampler \| no change \| 61 \| count-reached \(desired 1\) \|$/m);
    const rows = (await told("csv")).split("\r\n");
    const { policies, ...whole } = JSON.parse(await told("json"));
    expect(whole).toMatchObject({ source: "alone.jsonl", wallClock: false, start: 0 });
    expect(rows).toHaveLength(policies[0].checks + 2);
    const waiting = rows[0]?.split(",").findIndex((name) => name.startsWith("queue/sampler_queue/waiting")) ?? 0;
    expect(rows[2]?.split(",")[waiting]).toBe(
      String(policies[0].series.columns["queue/sampler_queue/waiting"].values[1]),
    );
    expect(await told("svg")).toMatch(/^<svg .*>alone\.jsonl<.*>Over time: static</s);

    const journal = ["report", "out/small/journal.one.jsonl"];
    expect(await disfunSim(folder, [...journal, "--format", "md"])).toMatchObject({ code: 0, out: run.out });
    const json = await disfunSim(folder, [...journal, "--json"]);
    expect(json.out).toBe(readFileSync(join(folder, "out/small/result.json"), "utf8"));
    const picture = await disfunSim(folder, [...journal, "--format", "png", "--scale", "0.5"]);
    expect(picture.out).toMatch(/^.PNG\r\n/);
    await disfunSim(folder, ["report", "out/small/result.json", "--out", "copy"]);
    expect(readFileSync(join(folder, "copy/result.json"), "utf8")).toBe(json.out);
  });
});

test("what is no result is refused", async () => {
  await inFolder({ ...small, "journal.jsonl": "" }, async (folder) => {
    expect((await disfunSim(folder, ["report", "journal.jsonl"])).err).toBe(
      "error: journal.jsonl: no decision is recorded in it\n",
    );
    expect(await disfunSim(folder, ["report", "journal.jsonl", "--format", "svg"])).toMatchObject({ code: 2, out: "" });
    expect((await disfunSim(folder, ["report", "out"])).err).toBe(
      "error: out: there is no such file; name a result.json written by disfun-sim run\n",
    );
    expect((await disfunSim(folder, ["report", "."])).err).toBe(
      "error: .: there is no result.json in it, but a journal: disfun-sim report journal.jsonl\n",
    );
    writeFileSync(join(folder, "result.json"), "{}");
    expect(await disfunSim(folder, ["report", "."])).toMatchObject({ code: 2 });
  });
});

test("the examples of the help work", async () => {
  await inFolder(small, async (folder) => {
    await disfunSim(folder, ["run", "small.yaml", "--out", "out/burst"]);
    for (const name of ["before", "after"])
      cpSync(join(folder, "out/burst"), join(folder, "out", name), { recursive: true });
    mkdirSync(join(folder, "out/live"));
    cpSync(join(folder, "out/burst/journal.three.jsonl"), join(folder, "out/live/journal.jsonl"));
    for (const name of ["main", "mine"]) cpSync(join(folder, "out/burst/result.json"), join(folder, `${name}.json`));
    const examples = [...(await examplesOf(folder, "report")), ...(await examplesOf(folder, "compare"))];
    expect(examples.length).toBe(8);
    for (const words of examples) {
      const { code, err } = await disfunSim(folder, words);
      expect({ words, code, err }).toEqual({ words, code: 0, err: "" });
    }
  });
});
