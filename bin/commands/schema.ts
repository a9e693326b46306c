import type { CommandModule } from "yargs";

export const schema: CommandModule<object, { readonly of: "scenario" | "result" | "live" }> = {
  command: "schema [of]",
  describe: "Print the JSON Schema of scenario files, of result.json or of live configurations",
  builder: (yargs) =>
    yargs
      .positional("of", {
        describe: "which",
        choices: ["scenario", "result", "live"] as const,
        default: "scenario" as const,
      })
      .example("$0 schema > scenario.schema.json", "for an editor"),
  handler: async (options) => {
    const { printSchema } = await import("../run/print-schema.ts");
    printSchema(options.of);
  },
};
