import type { CommandModule } from "yargs";
import type { RunOptions } from "../run/options.ts";
import { last } from "./last.ts";
import { scale } from "./scale.ts";

export const run: CommandModule<object, RunOptions> = {
  command: "run <scenario..>",
  describe: "Run scenarios and report how their policies did",
  builder: (yargs) =>
    yargs
      .positional("scenario", { describe: "scenario files", type: "string", array: true, demandOption: true })
      .option("policy", {
        describe: "run only this policy: a label of the scenario, a name of the catalogue, or a module (repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "all of the scenario",
      })
      .option("baseline", {
        describe: "compare the others with this policy: its label",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "the scenario's, or the first",
      })
      .option("baselines", {
        describe: "find the best static size and a bound beside the policies; --no-baselines does not",
        type: "boolean",
        default: true,
      })
      .option("seeds", {
        describe: "how many seeds, or a list of them (a list of one: 7,)",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "the scenario's",
      })
      .option("precision", {
        describe: "more seeds until the 95 % intervals of what counts are within so much of the mean: 5%",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "the scenario's",
      })
      .option("max-seeds", {
        describe: "with a precision: the most seeds",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "the scenario's, or 100",
      })
      .option("set", {
        describe: "put a value in place of the scenario's: groups.sampler.maximum=4 (repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "nothing",
      })
      .option("out", {
        describe: "folder for the results",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "out/<scenario name>",
      })
      .option("threads", {
        describe: "runs at a time; the numbers do not depend on it",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "one for each core",
      })
      .option("journal", {
        describe: "of which seeds to keep every observation and decision: of the one that the page draws, …",
        choices: ["drawn", "first", "all", "none"] as const,
        requiresArg: true,
        default: "drawn" as const,
      })
      .option("format", {
        describe: "what to print: the table, Markdown, every measure as CSV, result.json, or the charts as a drawing",
        choices: ["text", "md", "csv", "json", "svg", "png"],
        requiresArg: true,
        default: "text",
      })
      .option("json", { describe: "the same as --format json", type: "boolean", default: false })
      .option("scale", scale)
      .option("dry-run", {
        describe: "print the scenario with every default filled in, and stop",
        type: "boolean",
        default: false,
      })
      .option("cache", {
        describe: "take runs that were made before from the cache; --no-cache makes all anew",
        type: "boolean",
        default: true,
      })
      .option("quiet", { alias: "q", describe: "show no progress", type: "boolean", default: false })
      .option("open", { describe: "open the report in a browser", type: "boolean", default: false })
      .option("watch", {
        describe: "run again when a scenario, its parameters, a trace or a module changes, and refresh the open report",
        type: "boolean",
        default: false,
      })
      .example("$0 run scenarios/burst.yaml --seeds 10", "compare the scenario's policies over ten seeds")
      .example("$0 run my.yaml --precision 5%", "as many seeds as it takes to know the means to 5 %")
      .example("$0 run my.yaml --policy static --policy mine.ts", "compare your policy with another"),
  handler: async (options) => {
    const { runOrWatch } = await import("../run/index.ts");
    await runOrWatch(options);
  },
};
