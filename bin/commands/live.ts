import type { CommandModule } from "yargs";
import { last } from "./last.ts";

export interface LiveOptions {
  readonly config: string;
  readonly shadow: readonly string[];
  readonly checks: string | undefined;
  readonly journal: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

export const live: CommandModule<object, LiveOptions> = {
  command: "live <config>",
  describe: "Run a policy on real queues, machines and groups: it observes, decides and journals, and touches nothing",
  builder: (yargs) =>
    yargs
      .positional("config", { describe: "a live configuration", type: "string", demandOption: true })
      .option("shadow", {
        describe:
          "have this policy decide on the same observations, and tell where it differs: NAME, NAME:PRESET or a module (repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "those of the configuration",
      })
      .option("checks", {
        describe: "stop after so many checks",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "Ctrl-C stops it",
      })
      .option("journal", {
        describe: "folder for the journals",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "the configuration's, or out/<name>",
      })
      .option("json", { describe: "print the journal's records instead of words", type: "boolean", default: false })
      .option("quiet", { alias: "q", describe: "print nothing but what goes wrong", type: "boolean", default: false })
      .example("$0 live live.yaml --checks 3", "look at three checks")
      .example("$0 live live.yaml --shadow utilization", "compare with another policy as it goes")
      .epilogue(
        "Before the first check every sensor is read once: exit code 2 when one is refused, 69 when one does not answer. The journal is the simulator's: replay and explain read it.",
      ),
  handler: async (options) => {
    const { runLiveCommand } = await import("../run/live.ts");
    await runLiveCommand(options);
  },
};
