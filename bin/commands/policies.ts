import type { CommandModule } from "yargs";

export const policies: CommandModule<object, { readonly name?: string | undefined; readonly json: boolean }> = {
  command: "policies [name]",
  describe: "List the shipped policies and wrappers, or tell the parameters and reasons of one",
  builder: (yargs) =>
    yargs
      .positional("name", { describe: "of a policy or wrapper", type: "string" })
      .option("json", { describe: "print JSON", type: "boolean", default: false })
      .example("$0 policies utilization", "its parameters, reasons and an example to paste"),
  handler: async (options) => {
    const { showPolicies } = await import("../run/show-policies.ts");
    showPolicies(options);
  },
};
