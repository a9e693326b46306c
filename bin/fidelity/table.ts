import type { Fidelity } from "./fidelity.ts";
import type { Row } from "./rows.ts";

const HEAD = ["", "real", "simulated", "error", "95 % interval", "spread", ""];

/** The comparison for people: a line for each row, and what the columns are. */
export function fidelityTable({ scenario, runs, seeds, rows, notes, holds }: Fidelity): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const spread = rows.some(({ outcome }) => outcome === "too much spread");
  return [
    `${scenario}: ${runs} real ${runs === 1 ? "run" : "runs"}, ${seeds} simulated`,
    "",
    ...lines,
    "",
    ...notes,
    ...(spread
      ? ["The real runs differ by more than 10 %: nothing can be said of the simulation before the set-up is mended."]
      : []),
    holds ? "The simulation is near enough." : "The simulation is not near enough.",
  ].join("\n");
}

function cellsOf(row: Row): string[] {
  const { what, error, errorLow, errorHigh, spread, outcome } = row;
  const isSigned = row.real !== undefined && row.unit !== "share";
  return [
    what,
    written(row, row.real),
    written(row, row.simulated),
    error === undefined ? "" : percent(error, isSigned),
    errorLow === undefined || errorHigh === undefined
      ? ""
      : `${percent(errorLow, true)} to ${percent(errorHigh, true)}`,
    spread === undefined ? "" : percent(spread, false),
    outcome ?? "",
  ];
}

function written({ unit }: Row, estimate: Row["real"]): string {
  if (estimate === undefined) return "";
  const { mean, low } = estimate;
  if (unit === "share") return percent(mean, false);
  const digits = mean >= 100 ? 1 : mean >= 1 ? 2 : 4;
  const word = { "1": "", s: " s", h: " h", $: "" }[unit];
  return `${unit === "$" ? "$" : ""}${mean.toFixed(digits)}${low === undefined ? "" : ` ±${(mean - low).toFixed(digits)}`}${word}`;
}

function percent(share: number, isSigned: boolean): string {
  const text = (100 * share).toFixed(1);
  return `${isSigned && share >= 0 ? "+" : ""}${text} %`;
}
