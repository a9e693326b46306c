import type { CommandModule } from "yargs";
import { last } from "./last.ts";

export interface LiveOptions {
  readonly config: string;
  readonly act: boolean;
  readonly shadow: readonly string[];
  readonly checks: string | undefined;
  readonly journal: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

function order(
  name: "pause" | "resume" | "status",
  describe: string,
): CommandModule<object, { readonly config: string }> {
  return {
    command: `${name} <config>`,
    describe,
    builder: (yargs) =>
      yargs.positional("config", { describe: "its configuration", type: "string", demandOption: true }),
    handler: async ({ config }) => {
      const { giveOrder } = await import("../run/live-orders.ts");
      await giveOrder(config, { kind: name });
    },
  };
}

interface ScaleOptions {
  readonly config: string;
  readonly group: string;
  readonly count: string;
}

const scale: CommandModule<object, ScaleOptions> = {
  command: "scale <config> <group> <count>",
  describe: "Have the runner keep a group at a count until resume, whatever the policy decides",
  builder: (yargs) =>
    yargs
      .positional("config", { describe: "its configuration", type: "string", demandOption: true })
      .positional("group", { describe: "a group of it", type: "string", demandOption: true })
      .positional("count", { describe: "how many replicas", type: "string", demandOption: true }),
  handler: async ({ config, ...order }) => {
    const { giveOrder } = await import("../run/live-orders.ts");
    await giveOrder(config, { kind: "scale", ...order });
  },
};

export const live: CommandModule<object, LiveOptions> = {
  command: "live <config>",
  describe: "Run a policy on real queues, machines and groups: observe, decide and journal, and act only with --act",
  builder: (yargs) =>
    yargs
      .positional("config", { describe: "a live configuration", type: "string", demandOption: true })
      .option("act", { describe: "carry out what the policy decides", type: "boolean", default: false })
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
        defaultDescription: "the configuration's, or out/<name> beside it",
      })
      .option("json", { describe: "print the journal's records instead of words", type: "boolean", default: false })
      .option("quiet", { alias: "q", describe: "print nothing but what goes wrong", type: "boolean", default: false })
      .command(order("pause", "Have the runner ask for nothing until resume"))
      .command(order("resume", "Give the decisions back to the policy"))
      .command(scale)
      .command(
        order("status", "Tell who acts, what is ordered, what fails or is held back, and when the next check is"),
      )
      .example("$0 live live.yaml --checks 3", "look at three checks")
      .example("$0 live live.yaml --shadow utilization", "compare with another policy as it goes")
      .epilogue(
        "A runner that acts goes on where the one before it ended; stopping it leaves replicas alone. Before the first check every sensor is read once: exit code 2 when one is refused, 69 when one does not answer. The journal is the simulator's: replay and explain read it.",
      ),
  handler: async (options) => {
    const { runLiveCommand } = await import("../run/live.ts");
    await runLiveCommand(options);
  },
};
