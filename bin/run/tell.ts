import { UsageError } from "../../policies/index.ts";
import { chartsSvg, formats, type JournalReport, journalFormats, journalSvg, png } from "../../reports/index.ts";
import type { Result } from "../../sim/index.ts";

/** What standard output gets. */
export interface Telling {
  readonly format: string;
  /** Pixels for each unit of a drawing. */
  readonly scale: number;
}

/** Reads the options before any work is done. Throws a `UsageError` where they cannot be met. */
export function tellingOf(options: {
  readonly format: string;
  readonly json: boolean;
  readonly scale: string;
}): Telling {
  const format = options.json ? "json" : options.format;
  const scale = Number(options.scale);
  if (!(scale >= 0.1 && scale <= 10))
    throw new UsageError(`--scale ${options.scale}: expected a number from 0.1 to 10`);
  if (format === "png" && process.stdout.isTTY) {
    throw new UsageError("--format png: a terminal shows no picture; send it to a file: > charts.png");
  }
  return { format, scale };
}

/** Prints a result in one of the formats. */
export async function tell(result: Result, { format, scale }: Telling): Promise<void> {
  process.stdout.write(await told(result, format, scale));
}

/** Prints what a journal alone tells. */
export async function tellJournal(report: JournalReport, { format, scale }: Telling): Promise<void> {
  const drawn = format === "svg" || format === "png" ? await journalSvg(report) : undefined;
  if (drawn === undefined) process.stdout.write(journalFormats[format]?.(report) ?? "");
  else process.stdout.write(format === "png" ? await png(drawn, scale) : drawn);
}

async function told(result: Result, format: string, scale: number): Promise<string | Uint8Array> {
  if (format === "svg") return chartsSvg(result);
  if (format === "png") return png(await chartsSvg(result), scale);
  const { stdout } = process;
  const style = { color: stdout.isTTY && stdout.hasColors(), width: stdout.columns ?? 120 };
  return formats[format]?.(result, style) ?? "";
}
