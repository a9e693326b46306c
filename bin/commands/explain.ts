import type { CommandModule } from "yargs";
import { last } from "./last.ts";

export interface ExplainOptions {
  readonly file: string;
  readonly at?: string | undefined;
  readonly group?: string | undefined;
  readonly controller?: string | undefined;
  readonly json: boolean;
}

export const explain: CommandModule<object, ExplainOptions> = {
  command: "explain <file>",
  describe: "Tell a recorded decision in words",
  builder: (yargs) =>
    yargs
      .positional("file", { describe: "a journal", type: "string", demandOption: true })
      .option("at", {
        describe: "required; the last decision by then: seconds as in the journal, 90m after its first, or a date",
        type: "string",
        requiresArg: true,
        coerce: last,
      })
      .option("group", { describe: "only on this group, or other subject", type: "string", requiresArg: true })
      .option("controller", { describe: "only of this controller", type: "string", requiresArg: true })
      .option("json", { describe: "print JSON", type: "boolean", default: false })
      .example("$0 explain out/live/journal.jsonl --at 2h", "why it did what it did"),
  handler: async (options) => {
    const { explainJournal } = await import("../run/explain-journal.ts");
    explainJournal(options);
  },
};
