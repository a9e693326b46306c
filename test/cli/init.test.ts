import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { disfunSim, inFolder, root } from "./disfun-sim.ts";

test("init writes a scenario that is valid and runs as it is", async () => {
  await inFolder({}, async (folder) => {
    expect(await disfunSim(folder, ["init", "mine"])).toMatchObject({ code: 0, err: "" });
    expect(await disfunSim(folder, ["validate", "mine.yaml"])).toEqual({ code: 0, out: "mine.yaml: fine\n", err: "" });
    const { code, out } = await disfunSim(folder, ["run", "mine.yaml"]);
    expect(code).toBe(0);
    expect(out.trimEnd().split("\n").at(-1)).toBe("out/mine/report.html");
    expect(existsSync(join(folder, "out/mine/report.html"))).toBe(true);
  });
});

test("init writes the schema beside the scenario, where there is none, and says so", async () => {
  await inFolder({}, async (folder) => {
    const { out } = await disfunSim(folder, ["init", "mine"]);
    expect(out).toContain("scenario.schema.json (editors complete the scenario by it)\n");
    const schema = join(folder, "scenario.schema.json");
    expect(readFileSync(schema, "utf8")).toBe(readFileSync(join(root, "scenarios/scenario.schema.json"), "utf8"));
    writeFileSync(schema, "precious");
    expect((await disfunSim(folder, ["init", "other"])).out).not.toContain("schema");
    expect(readFileSync(schema, "utf8")).toBe("precious");
  });
});

test("init into a folder that is not there names the folder", async () => {
  await inFolder({}, async (folder) => {
    const { code, err } = await disfunSim(folder, ["init", "nope/mine"]);
    expect({ code, err }).toEqual({ code: 2, err: "error: nope/mine.yaml: there is no folder nope\n" });
  });
});

test("init never overwrites", async () => {
  await inFolder({ "mine.yaml": "precious" }, async (folder) => {
    expect(await disfunSim(folder, ["init", "mine"])).toEqual({
      code: 2,
      out: "",
      err: "error: mine.yaml: exists already; choose another name: disfun-sim init NAME\n",
    });
    expect(readFileSync(join(folder, "mine.yaml"), "utf8")).toBe("precious");
  });
});

test("init policy writes a policy that runs, and a test that passes", async () => {
  await inFolder({}, async (folder) => {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/disfun-sim"));
    symlinkSync(join(root, "node_modules/zod"), join(folder, "node_modules/zod"));
    const { code, out, err } = await disfunSim(folder, ["init", "policy", "my-own"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("my-own.ts\nmy-own.test.ts\nTry it: ");
    const tsx = join(root, "node_modules/.bin/tsx");
    const { stdout } = await promisify(execFile)(tsx, ["--test", "my-own.test.ts"], { cwd: folder });
    expect(stdout).toMatch(/pass 1$/m);
    const scenario = join(root, "scenarios/burst.yaml");
    const run = await disfunSim(folder, ["run", scenario, "--seeds", "1", "--policy", "my-own.ts"]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(await disfunSim(folder, ["init", "policy", "my-own"])).toMatchObject({
      code: 2,
      err: "error: my-own.ts: exists already; choose another name\n",
    });
  });
});

test.each([
  [[], "no name is given"],
  [["MyOwn"], '"MyOwn" is no name of a policy'],
  [["static"], 'there is a policy "static" already'],
])("init policy %j is refused", async (args, message) => {
  await inFolder({}, async (folder) => {
    const { code, err } = await disfunSim(folder, ["init", "policy", ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.each([
  ["policy", "init mypol policy: write init policy mypol for a policy, init mypol for a scenario"],
  ["more", "init mypol more: write init policy more for a policy, init mypol for a scenario"],
])("init NAME %s is refused with the right order", async (second, message) => {
  await inFolder({}, async (folder) => {
    expect(await disfunSim(folder, ["init", "mypol", second])).toEqual({
      code: 2,
      out: "",
      err: `error: ${message}\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("schema prints what is in the repository", async () => {
  expect((await disfunSim(root, ["schema"])).out).toBe(
    readFileSync(join(root, "scenarios/scenario.schema.json"), "utf8"),
  );
  expect((await disfunSim(root, ["schema", "result"])).out).toBe(
    readFileSync(join(root, "reports/result.schema.json"), "utf8"),
  );
});

test("every shipped scenario is fine", async () => {
  const files = ["burst", "diurnal", "trace-replay"].map((name) => `scenarios/${name}.yaml`);
  const { code, out } = await disfunSim(root, ["validate", ...files]);
  expect({ code, out }).toEqual({ code: 0, out: files.map((file) => `${file}: fine\n`).join("") });
});
