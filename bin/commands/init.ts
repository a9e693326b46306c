import type { CommandModule } from "yargs";

export const init: CommandModule<object, { readonly name: string }> = {
  command: "init [name]",
  describe: "Write a commented scenario that runs as it is",
  builder: (yargs) =>
    yargs
      .positional("name", { describe: "of the scenario; the file is <name>.yaml", type: "string", default: "scenario" })
      .example("$0 init my-cluster", "write my-cluster.yaml"),
  handler: async (options) => {
    const { writeTemplate } = await import("../run/write-template.ts");
    await writeTemplate(options.name);
  },
};
