import { closest } from "../../policies/suggest.ts";
import { UsageError } from "../../policies/usage-error.ts";
import type { SpeedsSpec } from "../../scenarios/scenario.ts";
import { csvProblem, csvRecords } from "./csv-records.ts";
import { readNumber } from "./instant.ts";
import { readText } from "./read-text.ts";
import { interpolated, type Measured } from "./surface.ts";
import type { TokenTimes } from "./token-times.ts";

const COLUMNS = ["prompt_size", "token_size", "batch_size", "prompt_time", "token_time"] as const;

/**
 * Reads a table of measured speeds: milliseconds to read a prompt and to write one token, by the prompt's size and how many tokens
 * are written, for batches of one size. Rows with the same sizes are averaged. Between listed sizes both times are interpolated;
 * beyond the largest prompt, reading goes on growing as at the end, and writing stays as it is.
 */
export async function loadSpeeds(
  { file, filter, batch }: SpeedsSpec,
  onBytes: (bytes: number) => void,
): Promise<TokenTimes> {
  const reading: Measured[] = [];
  const writing: Measured[] = [];
  const other = new Set<string>();
  let places: readonly number[] | undefined;
  let filters: readonly (readonly [place: number, values: readonly string[]])[] = [];

  function add(row: readonly string[]): void {
    if (places === undefined) {
      const header = row.map((name) => name.trim());
      places = COLUMNS.map((column) => place(header, column, file));
      filters = Object.entries(filter).map(([column, values]) => [place(header, column, file), values]);
      return;
    }
    if (!filters.every(([at, values]) => values.includes(row[at]?.trim() ?? ""))) return;
    const [prompt = 0, tokens = 0, size = 0, promptTime = 0, tokenTime = 0] = places.map((at) =>
      readNumber(row[at]?.trim() ?? ""),
    );
    if (size !== batch) other.add(String(size));
    else if (prompt > 0 && tokens > 0 && promptTime >= 0 && tokenTime >= 0) {
      reading.push({ x: prompt, y: tokens, value: promptTime });
      writing.push({ x: prompt, y: tokens, value: tokenTime });
    }
  }

  try {
    await readText(file, { sink: csvRecords(add), onBytes });
  } catch (error) {
    throw csvProblem(error, file) ?? error;
  }
  if (reading.length === 0) throw new UsageError(nothing(filter, batch, other), { file });
  const promptTime = interpolated(reading, { beyond: "grow" });
  const tokenTime = interpolated(writing, { beyond: "hold" });
  return (input, output) => (promptTime(input, output) + output * tokenTime(input, output)) / 1000;
}

function place(header: readonly string[], column: string, file: string): number {
  const at = header.indexOf(column);
  if (at !== -1) return at;
  const near = closest(column, header);
  const meant = near === undefined ? "" : `; did you mean "${near}"?`;
  throw new UsageError(`no column "${column}" among ${header.map((name) => `"${name}"`).join(", ")}${meant}`, {
    file,
    line: 1,
  });
}

function nothing(filter: SpeedsSpec["filter"], batch: number, other: ReadonlySet<string>): string {
  const which = Object.entries(filter).map(([column, values]) => `${column} ${values.join(" or ")}`);
  const chosen = which.length === 0 ? "" : ` with ${which.join(", ")}`;
  const listed = other.size === 0 ? "" : `; it lists ${[...other].join(", ")}`;
  return `no speed${chosen} for batch_size ${batch}${listed}`;
}
