import type { CommandModule } from "yargs";

export const validate: CommandModule<object, { readonly file: string[]; readonly quiet: boolean }> = {
  command: "validate <file..>",
  describe: "Check scenario files, and the traces they name, without running them",
  builder: (yargs) =>
    yargs
      .positional("file", { describe: "scenario files", type: "string", array: true, demandOption: true })
      .option("quiet", {
        alias: "q",
        describe: "say nothing about files that are right",
        type: "boolean",
        default: false,
      })
      .example("$0 validate scenarios/*.yaml", "check all scenarios of a folder"),
  handler: async (options) => {
    const { validateFiles } = await import("../run/validate-files.ts");
    await validateFiles(options);
  },
};
