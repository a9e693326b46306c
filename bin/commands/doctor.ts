import type { CommandModule } from "yargs";

export const doctor: CommandModule<object, { readonly config: string }> = {
  command: "doctor <config>",
  describe:
    "Check each sensor, group and permission of a live configuration once, and tell what live would do; touches nothing",
  builder: (yargs) =>
    yargs
      .positional("config", { describe: "a live configuration", type: "string", demandOption: true })
      .example("$0 doctor live.yaml", "before live live.yaml --act")
      .epilogue(
        "Tells of everything at once: exit code 2 when something is refused, 69 when something does not answer, else 0.",
      ),
  handler: async ({ config }) => {
    const { examine } = await import("../run/doctor.ts");
    await examine(config);
  },
};
