import { expect, test } from "vitest";
import { disfunSim, inFolder } from "./disfun-sim.ts";

const scenario = `version: 1
horizon: 30m
seeds: 2
check: 15s
nodes: { machine: { cores: 8, memory: 64GiB } }
groups: { worker: { serves: work, maximum: 6, warmUp: 30s } }
workload: [{ queue: work, poisson: { rate: 0.5/s }, service: { exponential: { mean: 5s } } }]
policies: [{ policy: utilization, parameters: { maximum: 6, cooldown: 30 } }]
`;

test("a journal becomes a scenario that can be run, and is compared with one", async () => {
  await inFolder({ "first.yaml": scenario }, async (folder) => {
    const run = (...args: string[]) => disfunSim(folder, args);
    const journal = "out/first/journal.utilization.jsonl";
    await run("run", "first.yaml", "--no-baselines", "--quiet");
    const made = await run("scenario", "from-journal", journal, "--out", "made.yaml");
    expect(made).toEqual({ code: 0, err: "", out: "made.yaml\n" });
    expect(await run("validate", "made.yaml")).toMatchObject({ code: 0 });
    const near = await run("fidelity", journal, "first.yaml", "--json");
    expect(JSON.parse(near.out)).toMatchObject({ version: 1, scenario: "first", runs: 1, seeds: 2 });
    const far = await run("fidelity", journal, "first.yaml", "--set", "groups.worker.warmUp=20m");
    expect(far).toMatchObject({ code: 1, err: "", out: expect.stringContaining("too far") });
  });
});
