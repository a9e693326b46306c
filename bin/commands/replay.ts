import type { CommandModule } from "yargs";

export interface ReplayOptions {
  readonly file: string;
  readonly policy: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

export const replay: CommandModule<object, ReplayOptions> = {
  command: "replay <file>",
  describe: "Run recorded observations through a policy, or through two to see where they differ",
  builder: (yargs) =>
    yargs
      .positional("file", {
        describe: "a journal, or a file with one observation a line",
        type: "string",
        demandOption: true,
      })
      .option("policy", {
        describe:
          'NAME, NAME:PRESET, a module, {"policy": NAME, "parameters": {…}}, or recorded: the journal\'s own (at most twice)',
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "none",
      })
      .option("all", { describe: "print decisions to do nothing, too", type: "boolean", default: false })
      .option("json", {
        describe: "print a line of JSON for each check or difference",
        type: "boolean",
        default: false,
      })
      .example(
        "$0 replay out/burst/journal.documented.jsonl --policy recorded --policy delayed-off",
        "where they differ",
      )
      .epilogue("What is seen is what was recorded, whatever is decided. Exit code 1: two policies differ."),
  handler: async (options) => {
    const { replayJournal } = await import("../run/replay-journal.ts");
    await replayJournal(options);
  },
};
