import type { CommandModule } from "yargs";
import { last } from "./last.ts";
import { scale } from "./scale.ts";

export interface CompareOptions {
  readonly file: string[];
  readonly "fail-if-worse": boolean;
  readonly format: string;
  readonly json: boolean;
  readonly scale: string;
  readonly html: string | undefined;
  readonly open: boolean;
}

export const compare: CommandModule<object, CompareOptions> = {
  command: "compare <file..>",
  describe: "Compare saved results of the same scenario with the first of them",
  builder: (yargs) =>
    yargs
      .positional("file", {
        describe: "two or more of result.json, or the folders they are in",
        type: "string",
        array: true,
        demandOption: true,
      })
      .option("fail-if-worse", {
        describe:
          "exit with 1 where a headline measure of a policy is worse than that of the same name in the first result",
        type: "boolean",
        default: false,
      })
      .option("format", {
        describe:
          "what to print: the differences, the table of all policies as Markdown, every measure as CSV, the differences as JSON, or the charts as a drawing",
        choices: ["text", "md", "csv", "json", "svg", "png"],
        requiresArg: true,
        default: "text",
      })
      .option("json", { describe: "the same as --format json", type: "boolean", default: false })
      .option("scale", scale)
      .option("html", {
        describe: "write a page like that of run, with the policies of all results",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "none, or with --open compare.html",
      })
      .option("open", { describe: "write the page, and open it in a browser", type: "boolean", default: false })
      .example("$0 compare out/before out/after", "what a change did to each policy")
      .example("$0 compare out/before out/after --html c.html", "as a page, with charts")
      .example("$0 compare main.json mine.json --fail-if-worse", "a gate for a pipeline")
      .epilogue(
        "A policy is compared with that of the same name in the first result, or with its baseline; run by run where both were run on the same seeds. Page, Markdown, CSV and charts are of the seeds that all results have.",
      ),
  handler: async (options) => {
    const { compareResults } = await import("../run/compare-results.ts");
    await compareResults(options);
  },
};
