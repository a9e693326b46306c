import type { Argv, CommandModule } from "yargs";

export interface TraceOptions {
  readonly file: string;
  readonly format?: string;
  readonly arrival?: string;
  readonly duration?: string;
  readonly end?: string;
  readonly class: readonly string[];
  readonly count?: string;
  readonly time: string;
  readonly durationUnit: string;
  readonly filter: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly perToken?: string;
  readonly json: boolean;
}

export const trace: CommandModule = {
  command: "trace",
  describe: "Tell what a recorded workload is, or imitate it",
  builder: (yargs) => yargs.command(info).command(fit).demandCommand(1, "Say which: trace info FILE or trace fit FILE"),
  handler: () => undefined,
};

const info: CommandModule<object, TraceOptions> = {
  command: "info <file>",
  describe: "Rows used and left out, rate, burstiness, service times, classes",
  builder: (yargs) =>
    common(yargs)
      .example("$0 trace info requests.csv.gz --per-token 0.2ms,30ms", "with service times from tokens")
      .example("$0 trace info own.csv --arrival at --duration took --time datetime", "any CSV, by its columns"),
  handler: async (options) => {
    const { traceInfo } = await import("../run/trace-info.ts");
    await traceInfo(options);
  },
};

const fit: CommandModule<object, TraceOptions> = {
  command: "fit <file>",
  describe: "Print the source that imitates it, and how well it does",
  builder: (yargs) => common(yargs).example("$0 trace fit requests.csv.gz", "a block for the workload of a scenario"),
  handler: async (options) => {
    const { traceFit } = await import("../run/trace-fit.ts");
    await traceFit(options);
  },
};

function common(yargs: Argv): Argv<TraceOptions> {
  return yargs
    .positional("file", { describe: "CSV or JSON Lines, plain or gzip", type: "string", demandOption: true })
    .option("format", {
      describe: "of the file",
      type: "string",
      requiresArg: true,
      defaultDescription: "by its columns",
    })
    .option("arrival", {
      describe: "column with the arrival, of any CSV",
      type: "string",
      requiresArg: true,
    })
    .option("duration", { describe: "column with the service time", type: "string", requiresArg: true })
    .option("end", { describe: "or column with the completion", type: "string", requiresArg: true })
    .option("class", {
      describe: "column with the kind of task; once more for several together",
      type: "string",
      array: true,
      requiresArg: true,
      default: [],
      defaultDescription: "as the format knows",
    })
    .option("count", { describe: "column with arrivals, for --format counts", type: "string", requiresArg: true })
    .option("time", {
      describe: "unit of arrival and end",
      choices: ["s", "ms", "us", "ns", "datetime"],
      requiresArg: true,
      default: "s",
    })
    .conflicts("duration", "end")
    .option("duration-unit", {
      describe: "unit of the service time",
      choices: ["s", "ms", "us", "ns"],
      requiresArg: true,
      default: "s",
    })
    .option("filter", {
      describe: "use rows whose column has this value: column=value",
      type: "string",
      array: true,
      requiresArg: true,
      default: [],
    })
    .option("from", { describe: "leave out rows before, counted from the first", type: "string", requiresArg: true })
    .option("until", { describe: "leave out rows from then on", type: "string", requiresArg: true })
    .option("per-token", {
      describe: "service time of an input and an output token, such as 0.2ms,30ms",
      type: "string",
      requiresArg: true,
    })
    .option("json", { describe: "print JSON", type: "boolean", default: false }) as unknown as Argv<TraceOptions>;
}
