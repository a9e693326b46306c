import type { CommandModule } from "yargs";

export interface CompareOptions {
  readonly file: string[];
  readonly "fail-if-worse": boolean;
  readonly json: boolean;
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
        describe: "exit with 1 where a headline measure of a policy is worse",
        type: "boolean",
        default: false,
      })
      .option("json", { describe: "print JSON", type: "boolean", default: false })
      .example("$0 compare out/before out/after", "what a change did to each policy")
      .example("$0 compare main.json mine.json --fail-if-worse", "a gate for a pipeline")
      .epilogue(
        "A policy is compared with that of the same name in the first result, or with its baseline; run by run where both were run on the same seeds.",
      ),
  handler: async (options) => {
    const { compareResults } = await import("../run/compare-results.ts");
    await compareResults(options);
  },
};
