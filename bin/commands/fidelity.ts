import type { CommandModule } from "yargs";

export interface FidelityOptions {
  readonly file: readonly string[];
  readonly set: readonly string[];
  readonly json: boolean;
}

export const fidelity: CommandModule<object, FidelityOptions> = {
  command: "fidelity <file..>",
  describe: "Tell how near a simulation comes to real runs of the same work",
  builder: (yargs) =>
    yargs
      .positional("file", {
        describe: "the journals of real runs, and last the scenario that simulates them",
        type: "string",
        array: true,
        demandOption: true,
      })
      .option("set", {
        describe: "put a value in place of the scenario's: groups.worker.warmUp=4.2s (repeatable)",
        type: "string",
        array: true,
        requiresArg: true,
        default: [],
        defaultDescription: "nothing",
      })
      .option("json", { describe: "print JSON", type: "boolean", default: false })
      .example("$0 fidelity run-*/journal.jsonl scenario.yaml", "ten runs beside all seeds of the scenario")
      .epilogue(
        "A run of the scenario begins with the first check of a journal. Waits are those of tasks.csv beside each journal: arrival, begin, end in Unix seconds. The spread is the standard deviation of the real runs; of curves, how far one is from their mean; of decisions, how many differ between two of them. Mean replicas, p95 wait and cost must be within 5 % or the spread, which must not exceed 10 %, and 95 % of the decisions must agree. Exit code 1: they do not.",
      ),
  handler: async (options) => {
    const { tellFidelity } = await import("../fidelity/index.ts");
    await tellFidelity(options);
  },
};
