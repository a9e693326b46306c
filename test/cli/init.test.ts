import { existsSync, readFileSync } from "node:fs";
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
