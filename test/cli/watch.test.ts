import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { bin, disfunSim, inFolder } from "./disfun-sim.ts";
import { changed, smallScenario } from "./small-scenario.ts";

const policy = (count: number) => `import { desired } from "./desired.ts";
export default {
  name: "mine",
  version: ${count},
  parameters: {},
  begin: () => null,
  decide: ({ groups }: { groups: object }) => ({
    decisions: Object.keys(groups).map((group) => ({
      subject: group,
      action: { kind: "scale", group, desired },
      because: [{ code: "mine", facts: {} }],
    })),
    memory: null,
  }),
};
`;

test("--watch runs again when a scenario, a policy or what it imports changes, and says what is wrong with them", async () => {
  const files = { "small.yaml": smallScenario, "mine.ts": policy(1), "desired.ts": "export const desired = 2;\n" };
  await inFolder(files, async (folder) => {
    const run = ["run", "small.yaml", "--policy", "mine.ts", "--watch", "--journal", "none", "--no-cache"];
    const child = spawn(process.execPath, [bin, ...run], { cwd: folder });
    let err = "";
    child.stderr.on("data", (data) => (err += data));
    const exit = once(child, "exit");
    const after = async (seen: RegExp, change: () => void) => {
      err = "";
      change();
      await vi.waitUntil(() => seen.test(err) || child.exitCode !== null, 30_000);
      expect(err).toMatch(seen);
      return existsSync(result) ? JSON.parse(readFileSync(result, "utf8")) : undefined;
    };
    const result = join(folder, "out/small/result.json");
    const write = (name: string, text: string) => () => writeFileSync(join(folder, name), text);
    const done = /watching 3 files; Ctrl-C ends/;

    const first = await after(done, () => {});
    expect(first.policies[0].runs[0].groups.sampler.maxReplicas).toBe(2);
    const stamp = join(folder, "out/small/report.stamp.js");
    expect(readFileSync(stamp, "utf8")).toContain(first.fingerprint);
    expect(readFileSync(join(folder, "out/small/report.html"), "utf8")).toContain("report.stamp.js");

    const second = await after(done, write("desired.ts", "export const desired = 3;\n"));
    expect(second.policies[0].runs[0].groups.sampler.maxReplicas).toBe(3);
    expect(readFileSync(stamp, "utf8")).toContain(second.fingerprint);
    await after(/^error: small\.yaml:3:8 /m, write("small.yaml", changed("seeds: 2", "seeds: two")));
    const third = await after(done, write("small.yaml", changed("seeds: 2", "seeds: 3")));
    expect(third.seeds).toEqual([1, 2, 3]);

    child.kill("SIGINT");
    expect((await exit)[0]).toBe(130);
    expect(existsSync(stamp)).toBe(false);
    await disfunSim(
      folder,
      run.filter((word) => word !== "--watch"),
    );
    expect(readFileSync(join(folder, "out/small/report.html"), "utf8")).not.toContain("report.stamp.js");
  });
});
