import type { CommandModule } from "yargs";
import type { CheckOptions } from "../check/options.ts";
import { last } from "./last.ts";

export const check: CommandModule<object, CheckOptions> = {
  command: "check <subject..>",
  describe: "Search for work under which a policy does what no autoscaler should, and show the smallest",
  builder: (yargs) =>
    yargs
      .positional("subject", {
        describe:
          'policies: NAME, NAME:PRESET, a module, {"policy": NAME, "parameters": {…}}; or scenario files, whose plant and policies are taken',
        type: "string",
        array: true,
        demandOption: true,
      })
      .option("property", {
        describe: "check this only: NAME, NAME:key=value,…, or a module that exports one (repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "all",
      })
      .option("policy", {
        describe: "of a scenario, check this policy only: its label (repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "all of the scenario",
      })
      .option("runs", {
        describe: "runs for each policy",
        type: "string",
        requiresArg: true,
        coerce: last,
        default: "200",
      })
      .option("seed", { describe: "of the search", type: "string", requiresArg: true, coerce: last, default: "1" })
      .option("path", {
        describe: "run only the case that a search with this seed has there, and make it smaller: 17, or 17:0:2",
        type: "string",
        requiresArg: true,
        coerce: last,
      })
      .option("time", {
        describe: "stop after so long, with what has been found by then: 2m",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "when all runs are done",
      })
      .option("world", {
        describe: "generate only these: queue, search (work from work) or push (a scheduler; repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "all that the policy is made for",
      })
      .option("open-loop", {
        describe: "show generated readings instead of running: faster, and further from what can happen",
        type: "boolean",
        default: false,
      })
      .option("vary-parameters", {
        describe: "vary the policy's parameters within its schema, too",
        type: "boolean",
        default: false,
      })
      .option("out", {
        describe: "folder for counterexamples",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "out/check",
      })
      .option("regressions", {
        describe: "folder with counterexamples found before, replayed first",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "that of --out",
      })
      .option("threads", {
        describe: "stretches searched at a time; what is found does not depend on it",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "one for each core",
      })
      .option("junit", {
        describe: "write a JUnit report to this file",
        type: "string",
        requiresArg: true,
        coerce: last,
      })
      .option("json", { describe: "print all that was found as JSON", type: "boolean", default: false })
      .option("quiet", { alias: "q", describe: "show no progress", type: "boolean", default: false })
      .example("$0 check utilization --runs 50", "all properties, fifty runs")
      .example("$0 check delayed-off --property no-quick-up", "one property")
      .example("$0 check scenarios/burst.yaml --runs 20", "on a plant of your own")
      .epilogue("Exit code 1: a property does not hold, and the file that shows it is named."),
  handler: async (options) => {
    const { checkAll } = await import("../check/index.ts");
    await checkAll(options);
  },
};
