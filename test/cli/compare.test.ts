import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../../sim/result.ts";
import { disfunSim, inFolder } from "./disfun-sim.ts";
import { changed, smallScenario } from "./small-scenario.ts";

const files = {
  "small.yaml": smallScenario,
  "fewer.yaml": changed("counts: { sampler: 3 }", "counts: { sampler: 1 }").replace("horizon", "name: small\nhorizon"),
  "longer.yaml": changed("horizon: 1h", "horizon: 2h"),
};

test("saved results are compared policy by policy, on the seeds they share", async () => {
  await inFolder(files, async (folder) => {
    const run = (scenario: string, out: string, seeds: string) =>
      disfunSim(folder, ["run", scenario, "--out", out, "--seeds", seeds, "--format", "csv"]);
    await run("small.yaml", "a", "6");
    await run("fewer.yaml", "b", "2,3,4,5,6,7");
    const compare = ["compare", "a", "b/result.json"];
    const { code, out, err } = await disfunSim(folder, compare);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [one, three] = out.split(/^(?=\S)/m);
    expect(one?.split("\n")[0]).toBe(
      "one (b/result.json) against one (a), 5 runs on the same work; 2 on work that only one of them met left out",
    );
    expect(one).toContain("  p95 wait: the same\n");
    expect(three).toMatch(/^ {2}p95 wait: worse, \+.*/m);

    expect(await disfunSim(folder, [...compare, "--fail-if-worse"])).toMatchObject({ code: 1, out });
    expect(await disfunSim(folder, ["compare", "b", "a", "--fail-if-worse"])).toMatchObject({ code: 0 });
    const told = JSON.parse((await disfunSim(folder, [...compare, "--json"])).out);
    expect(told[1]).toMatchObject({ paired: true, differences: { "wait.p95": { runs: 5, verdict: "worse" } } });

    const page = await disfunSim(folder, [...compare, "--html", "pages/compared.html", "--format", "md"]);
    expect(page).toMatchObject({ code: 0, err: "pages/compared.html\n" });
    expect(page.out).toMatch(/^\| three \(b\) \|.* ~? /m);
    const html = readFileSync(join(folder, "pages/compared.html"), "utf8");
    expect(html).toContain("npx disfun-sim compare a b/result.json --html pages/compared.html");
    expect((await disfunSim(folder, [...compare, "--html", "pages"])).err).toBe(
      "error: --html pages: is a folder; name a file in it\n",
    );

    const elsewhere: Result = JSON.parse(readFileSync(join(folder, "b/result.json"), "utf8"));
    const unshared = { ...elsewhere, seeds: elsewhere.seeds.map((seed) => seed + 100) };
    writeFileSync(join(folder, "c.json"), JSON.stringify(unshared));
    expect((await disfunSim(folder, ["compare", "a", "c.json"])).out).toContain("6 and 6 runs, on other work");
    expect((await disfunSim(folder, ["compare", "a", "c.json", "--format", "csv"])).err).toBe(
      "error: a page, a table and charts take runs on the same work, and no seed is in all of these: 1, 2, 3, 4, 5, 6 in a; 102, 103, 104, 105, 106, 107 in c.json; the differences alone are told without --html and --format\n",
    );
  });
});

test("results of other scenarios are refused, with the difference", async () => {
  await inFolder(files, async (folder) => {
    for (const [scenario, out] of [
      ["small.yaml", "a"],
      ["longer.yaml", "b"],
    ] as const) {
      await disfunSim(folder, ["run", scenario, "--out", out, "--policy", "one", "--journal", "none"]);
    }
    expect(await disfunSim(folder, ["compare", "a", "b"])).toEqual({
      code: 2,
      out: "",
      err: "error: these are not of the same scenario and workload: horizon is 3600 in a and 7200 in b\n",
    });
    expect((await disfunSim(folder, ["compare", "a"])).err).toBe(
      "error: 1 result is given; name two or more to compare\n",
    );
  });
});
