import { styleText } from "node:util";
import type { Result } from "../sim/result.ts";
import { type Cell, type Column, summaryColumns } from "./summary.ts";

export interface TableOptions {
  readonly color: boolean;
  /** Characters a line may have. */
  readonly width: number;
}

/** The summary for a terminal: as many columns as fit, the best mean of each marked with a star, warnings below. */
export function summaryTable(result: Result, { color, width }: TableOptions): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const labels = result.policies.map(({ label }) => printable(label));
  const first = Math.min(Math.max(6, ...labels.map((label) => label.length)), Math.max(6, Math.floor(width / 3)));
  const all = summaryColumns(result).map(drawn);
  const columns = fitting(all, width - first);
  const heads = [
    `${" ".repeat(first)}${columns.map((column, at) => familyAt(columns, at).padStart(column.size)).join("")}`,
    `${"policy".padEnd(first)}${columns.map(({ heading, size }) => heading.padStart(size)).join("")}`,
  ];
  const rows = result.policies.map((_, row) => {
    const label = cut(labels[row] ?? "", first).padEnd(first);
    const cells = columns.map(({ texts, cells, size }) => {
      const text = (texts[row] ?? "").padStart(size);
      return cells[row]?.best ? paint(["bold", "green"], text) : text;
    });
    return `${paint("bold", label)}${cells.join("")}`;
  });
  return [
    ...heads.map((head) => paint("dim", head)),
    ...rows,
    "",
    ...wrapped(legend(result, all.length - columns.length), width).map((line) => paint("dim", line)),
    ...result.warnings.flatMap((warning) =>
      wrapped(`warning: ${printable(warning)}`, width).map((line) => paint("yellow", line)),
    ),
    "",
  ].join("\n");
}

function legend(result: Result, leftOut: number): string {
  const runs = Math.max(0, ...result.policies.map((policy) => policy.runs.length));
  return [
    runs < 2 ? "one run" : `means of ${runs} runs, ± half the 95 % interval`,
    ...(result.policies.length < 2 ? [] : ["* best mean"]),
    ...(leftOut === 0 ? [] : [`${leftOut} more ${leftOut === 1 ? "column" : "columns"} in the report`]),
  ].join("; ");
}

interface Drawn {
  readonly family: string;
  readonly heading: string;
  readonly texts: readonly string[];
  readonly cells: readonly Cell[];
  readonly size: number;
  readonly priority: number;
}

/** The leading measures show their interval; with it at every number a narrow table would hold little else. */
function drawn({ measure, unit, cells }: Column): Drawn {
  const texts = cells.map(({ mean, half, best }) => {
    const interval = half === undefined || measure.priority > 1 ? "" : ` ±${half}`;
    return `${mean}${interval}${best ? "*" : " "}`;
  });
  const heading = `${measure.heading}${unit === "" ? "" : ` ${unit}`} `;
  const { family, priority } = measure;
  const size = 1 + Math.max(heading.length, family.length + 1, ...texts.map((text) => text.length));
  return { family, heading, texts, cells, size, priority };
}

/** The family's name stands over its first column. */
function familyAt(columns: readonly Drawn[], at: number): string {
  const { family } = columns[at] ?? {};
  return family === undefined || columns[at - 1]?.family === family ? "" : `${family} `;
}

/** Drops the columns that matter least until the rest fits; of equals, the last. */
function fitting(columns: readonly Drawn[], room: number): Drawn[] {
  const kept = [...columns];
  while (kept.length > 1 && kept.reduce((sum, { size }) => sum + size, 0) > room) {
    const least = Math.max(...kept.map(({ priority }) => priority));
    kept.splice(
      kept.findLastIndex(({ priority }) => priority === least),
      1,
    );
  }
  return kept;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}

/** Control characters could move the cursor or change colors. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
