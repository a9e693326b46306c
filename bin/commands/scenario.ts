import type { CommandModule } from "yargs";
import { last } from "./last.ts";

export interface FromJournalOptions {
  readonly journal: readonly string[];
  readonly out?: string | undefined;
  readonly policy?: string | undefined;
}

const fromJournal: CommandModule<object, FromJournalOptions> = {
  command: "from-journal <journal..>",
  describe: "Print a scenario with the work, the groups and the policy of a journal",
  builder: (yargs) =>
    yargs
      .positional("journal", {
        describe: "a journal, live or simulated, or its parts",
        type: "string",
        array: true,
        demandOption: true,
      })
      .option("out", {
        describe: "write it to this file",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "it is printed",
      })
      .option("policy", {
        describe: "the module of its policy, where that is none of the catalogue",
        type: "string",
        requiresArg: true,
        coerce: last,
        defaultDescription: "the journal's, of the catalogue",
      })
      .example(
        "$0 scenario from-journal out/live/journal*.jsonl --out day.yaml",
        "a day of production to try policies on",
      )
      .epilogue(
        "The journal must tell of each queue arrivalRate and deliveryRate, better inService too; and of replicas phase, started and since. What it does not tell is said in comments. Where tasks.csv is beside it (arrival, begin, end in Unix seconds), arrivals and service times are fitted to that, as trace fit does.",
      ),
  handler: async (options) => {
    const { fromJournal } = await import("../from-journal/index.ts");
    await fromJournal(options);
  },
};

export const scenario: CommandModule = {
  command: "scenario",
  describe: "Make a scenario from what was recorded",
  builder: (yargs) => yargs.command(fromJournal).demandCommand(1, "Say which: scenario from-journal JOURNAL"),
  handler: () => undefined,
};
