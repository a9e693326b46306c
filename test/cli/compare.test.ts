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
    expect(one).toContain("  p95 wait: not distinguishable, no difference\n");
    expect(three).toMatch(/^ {2}p95 wait: worse, \+.*/m);

    expect(await disfunSim(folder, [...compare, "--fail-if-worse"])).toEqual({
      code: 1,
      out,
      err: expect.stringMatching(/^failed: three \(b\/result\.json\): p95 wait is worse.*\n$/),
    });
    expect(await disfunSim(folder, ["compare", "b", "a", "--fail-if-worse"])).toMatchObject({ code: 0 });
    const told = JSON.parse((await disfunSim(folder, [...compare, "--json"])).out);
    expect(told[1]).toMatchObject({ paired: true, differences: { "wait.p95": { runs: 5, verdict: "worse" } } });

    const [before, after] = ["a", "b"].map((name) => savedIn(folder, name)) as [Result, Result];
    const added = after.policies.map((policy) => ({ ...policy, label: `new ${policy.label}` }));
    const write = (name: string, result: object) => writeFileSync(join(folder, name), JSON.stringify(result));
    write("added.json", { ...before, policies: [...before.policies, ...added] });
    expect(await disfunSim(folder, ["compare", "a", "added.json", "--fail-if-worse"])).toMatchObject({
      code: 0,
      err: "",
    });
    write("others.json", { ...before, policies: added });
    expect((await disfunSim(folder, ["compare", "a", "others.json", "--fail-if-worse"])).err).toBe(
      "error: --fail-if-worse: nothing to judge, none of new one (others.json), new three (others.json) has the name of a policy in a\n",
    );
    const { groups, ...scenario } = before.scenario as { groups: object[] };
    write("fewer.json", {
      ...before,
      scenario: { ...scenario, groups: groups.map((one) => ({ ...one, maximum: 7 })) },
    });
    expect((await disfunSim(folder, ["compare", "a", "fewer.json"])).err).toMatch(
      / groups\.sampler\.maximum is \w+ in a and 7 in /,
    );

    const page = await disfunSim(folder, [...compare, "--html", "pages/compared.html", "--format", "md"]);
    expect(page).toMatchObject({ code: 0, err: "pages/compared.html\n" });
    expect(page.out).toMatch(/^\| three \(b\) \|.* ~? /m);
    const html = readFileSync(join(folder, "pages/compared.html"), "utf8");
    expect(html).toContain("npx disfun-sim compare a b/result.json --html pages/compared.html");
    expect((await disfunSim(folder, [...compare, "--html", "pages"])).err).toBe(
      "error: --html pages: is a folder; name a file in it\n",
    );

    write("c.json", { ...after, seeds: after.seeds.map((seed) => seed + 100) });
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

function savedIn(folder: string, name: string): Result {
  return JSON.parse(readFileSync(join(folder, name, "result.json"), "utf8"));
}
