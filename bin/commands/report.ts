import type { CommandModule } from "yargs";
import { scale } from "./scale.ts";

export interface ReportOptions {
  readonly file: string;
  readonly format: string;
  readonly json: boolean;
  readonly scale: string;
  readonly out?: string | undefined;
  readonly open: boolean;
}

export const rerender: CommandModule<object, ReportOptions> = {
  command: "report <file>",
  describe: "Make the page, or the table, of a saved result again, or the page of a journal",
  builder: (yargs) =>
    yargs
      .positional("file", {
        describe:
          "result.json, the folder it is in, or a journal: that of the result beside it, else the journal's own",
        type: "string",
        demandOption: true,
      })
      .option("format", {
        describe:
          "write the page, or print: the table, Markdown, every measure as CSV, result.json, or the charts as a drawing; of a journal alone: its decisions, what it saw as CSV, all of it as JSON, or the charts",
        choices: ["html", "text", "md", "csv", "json", "svg", "png"],
        requiresArg: true,
        default: "html",
      })
      .option("json", { describe: "the same as --format json", type: "boolean", default: false })
      .option("scale", scale)
      .option("out", {
        describe: "folder for the page",
        type: "string",
        requiresArg: true,
        defaultDescription: "where the result is",
      })
      .option("open", { describe: "open the page in a browser", type: "boolean", default: false })
      .example("$0 report out/burst/result.json --format md", "the table, for an issue or a wiki")
      .example("$0 report out/burst --format png > charts.png", "the charts as one picture")
      .example("$0 report out/live/journal.jsonl", "what a live policy saw, decided and why")
      .example("$0 report out/live/journal.jsonl --format csv", "what it saw, check by check")
      .example("$0 report out/burst", "the page again, after an upgrade"),
  handler: async (options) => {
    const { reportResult } = await import("../run/report-result.ts");
    await reportResult(options);
  },
};
