import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

test("init never overwrites", async () => {
  await inFolder({ "mine.yaml": "precious" }, async (folder) => {
    expect(await disfunSim(folder, ["init", "mine"])).toEqual({
      code: 2,
      out: "",
      err: "error: mine.yaml exists already; choose another name: disfun-sim init NAME\n",
    });
    expect(readFileSync(join(folder, "mine.yaml"), "utf8")).toBe("precious");
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
