import type { CommandModule } from "yargs";

export const init: CommandModule<object, { readonly name: string; readonly policy?: string | undefined }> = {
  command: "init [name] [policy]",
  describe: "Write a commented scenario that runs as it is, or a policy with its test",
  builder: (yargs) =>
    yargs
      .positional("name", { describe: "of the scenario; the file is <name>.yaml", type: "string", default: "scenario" })
      .positional("policy", { describe: "after the word policy: the name of one", type: "string" })
      .example("$0 init my-cluster", "write my-cluster.yaml")
      .example("$0 init policy my-policy", "write a policy that works, and its test"),
  handler: async ({ name, policy }) => {
    if (name === "policy") {
      const { writePolicy } = await import("../run/write-policy.ts");
      return writePolicy(policy);
    }
    const { writeTemplate } = await import("../run/write-template.ts");
    await writeTemplate(name, policy);
  },
};
