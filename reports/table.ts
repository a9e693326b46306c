import { styleText } from "node:util";
import type { Result } from "../sim/result.ts";
import { answer } from "./answer.ts";
import { besideThePolicies } from "./beside-the-policies.ts";
import { bestStatics } from "./best-statics.ts";
import { byQueue, queueMeasures } from "./by-queue.ts";
import { comparedWith } from "./compared-with.ts";
import { bestWords } from "./eligible.ts";
import { printable } from "./escaped.ts";
import { expectationLines } from "./expectation-lines.ts";
import { hintsOf, hintWords } from "./hints.ts";
import { howManyRuns } from "./how-many-runs.ts";
import { type Measure, measures } from "./measures.ts";
import { scenarioFacts } from "./scenario-facts.ts";
import { type Cell, type Column, columnsOf, summaryColumns } from "./summary.ts";

export interface TableOptions {
  readonly color: boolean;
  /** Characters a line may have. */
  readonly width: number;
}

/**
 * The answer, and the summary for a terminal: as many columns as the width has room for, the best of each marked with a star, and
 * with a tilde what is not to be told from the baseline; the same for each queue where there are several; warnings and hints below.
 */
export function summaryTable(result: Result, { color, width }: TableOptions): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const most = Math.max(10, Math.min(24, Math.floor(width / 4)));
  const labels = result.policies.map(({ label }) => cut(printable(label), most));
  const rows = [...labels, ...bestStatics(result).map(({ label }) => cut(printable(label), most))];
  const queues = byQueue(result);
  const named = queues.map(({ queue }) => ({ title: printable(queue), labels: labels.map((label) => `  ${label}`) }));
  const first = Math.min(most, Math.max(10, ...rows.map((label) => label.length)) + (queues.length === 0 ? 0 : 2));
  const together = summaryColumns(result, "best static");
  const shown = chosen(together.map(drawn), measures, width - most, width - first);
  const apart = columnsOf(
    queueMeasures,
    queues.flatMap(({ rows }) => rows),
  ).map(drawn);
  const head = queues.length === 0 ? "" : "all queues";
  const said = answer(result);
  return [
    ...(said === undefined ? [] : [...wrapped(printable(said), width).map((line) => paint("bold", line)), ""]),
    ...block(head, [{ labels: rows }], shown, first, paint),
    ...(queues.length === 0
      ? []
      : ["", ...block("by queue", named, chosen(apart, queueMeasures, width - most, width - first), first, paint)]),
    "",
    ...wrapped(legend(result, shown, together.length - shown.length), width).map((line) => paint("dim", line)),
    ...besideThePolicies(result).flatMap((line) => wrapped(printable(line), width)),
    ...howManyRuns(result).flatMap((line) => wrapped(printable(line), width)),
    ...result.warnings.flatMap((warning) =>
      wrapped(`warning: ${printable(warning)}`, width).map((line) => paint("yellow", line)),
    ),
    ...expectationLines(result).flatMap((line) => wrapped(printable(line), width)),
    ...hintsOf(result).flatMap((hint) => wrapped(printable(`hint: ${hintWords(result, hint)}`), width)),
    "",
  ].join("\n");
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Rows that stand together, with a line above them if they have a title. */
interface Rows {
  readonly title?: string;
  readonly labels: readonly string[];
}

function block(
  corner: string,
  groups: readonly Rows[],
  columns: readonly Drawn[],
  first: number,
  paint: Paint,
): string[] {
  const heads = [
    `${corner.padEnd(first)}${columns.map((column, at) => familyAt(columns, at).padStart(column.size)).join("")}`,
    `${"policy".padEnd(first)}${columns.map(({ heading, size }) => heading.padStart(size)).join("")}`,
  ];
  let row = 0;
  const lines = groups.flatMap(({ title, labels }) => [
    ...(title === undefined ? [] : [paint("bold", title)]),
    ...labels.map((label) => {
      const cells = columns.map(({ texts, cells, size }) => {
        const text = (texts[row] ?? "").padStart(size);
        if (cells[row]?.unclear) return paint("dim", text);
        return cells[row]?.best ? paint(["bold", "green"], text) : text;
      });
      row++;
      return `${paint("bold", cut(label, first).padEnd(first))}${cells.join("")}`;
    }),
  ]);
  return [...heads.map((head) => paint("dim", head)), ...lines];
}

function legend(result: Result, columns: readonly Drawn[], leftOut: number): string {
  const runs = Math.max(0, ...result.policies.map((policy) => policy.runs.length));
  const { unpriced } = scenarioFacts(result);
  return [
    runs < 2 ? "one run" : `means of ${runs} runs, ± half the 95 % interval`,
    ...(result.policies.length < 2 ? [] : [`* ${bestWords(result, runs)}`]),
    ...(columns.some(({ cells }) => cells.some(({ unclear }) => unclear))
      ? [`~ not to be told from ${printable(comparedWith(result))} by these runs`]
      : []),
    ...(unpriced === undefined ? [] : [printable(unpriced)]),
    ...(leftOut === 0 ? [] : [`${leftOut} more ${leftOut === 1 ? "column" : "columns"} in the report`]),
  ].join("; ");
}

interface Drawn {
  readonly measure: Measure;
  readonly heading: string;
  readonly texts: readonly string[];
  readonly cells: readonly Cell[];
  readonly size: number;
}

/** Numbers, units and intervals each stand under each other. */
function drawn({ measure, unit, cells }: Column): Drawn {
  const halves = cells.map(({ half }) => (half === undefined || !leads(measure) ? "" : ` ±${half}`));
  const ofUnit = Math.max(...cells.map((cell) => cell.unit?.length ?? 0));
  const ofHalf = Math.max(...halves.map((half) => half.length));
  const texts = cells.map(({ mean, unit: own = "", best, unclear }, row) => {
    const number = ofUnit === 0 ? mean : `${mean} ${own.padEnd(ofUnit)}`;
    return `${number}${(halves[row] ?? "").padEnd(ofHalf)}${best ? "*" : unclear ? "~" : " "}`;
  });
  const heading = `${measure.heading}${unit === "" ? "" : ` ${unit}`} `;
  const size = 1 + Math.max(heading.length, measure.family.length + 1, ...texts.map((text) => text.length));
  return { measure, heading, texts, cells, size };
}

/** The leading measures show their interval; with it at every number a narrow table would hold little else. */
function leads({ priority, better }: Measure): boolean {
  return priority === 1 && better !== undefined;
}

/** The family's name stands over its first column. */
function familyAt(columns: readonly Drawn[], at: number): string {
  const family = columns[at]?.measure.family;
  return family === undefined || columns[at - 1]?.measure.family === family ? "" : `${family} `;
}

const usualSizes: Readonly<Record<Measure["kind"], number>> = {
  duration: 9,
  percent: 5,
  excess: 5,
  money: 8,
  hours: 7,
  count: 6,
};

/**
 * The columns that fit by their usual sizes, so that tables of the same width have the same columns; those that tell of harm
 * are kept in any case. Unusually long numbers cost further columns.
 */
function chosen(columns: readonly Drawn[], wanted: readonly Measure[], usual: number, room: number): Drawn[] {
  const there = new Set(columns.map(({ measure }) => measure.key));
  const kept = fitting(
    wanted.filter(({ key, quietAtZero }) => !quietAtZero || there.has(key)),
    usual,
    (measure) => measure,
    usualSize,
  );
  const fit = columns.filter(({ measure }) => kept.includes(measure));
  return fitting(
    fit,
    room,
    ({ measure }) => measure,
    ({ size }) => size,
  );
}

function usualSize(measure: Measure): number {
  return 2 + Math.max(measure.heading.length, usualSizes[measure.kind] + (leads(measure) ? 7 : 0));
}

/** Drops what matters least until the rest fits; of equals, the last. */
function fitting<T>(all: readonly T[], room: number, measureOf: (one: T) => Measure, sizeOf: (one: T) => number): T[] {
  const kept = [...all];
  while (kept.length > 1 && kept.reduce((sum, one) => sum + sizeOf(one), 0) > room) {
    const least = Math.max(...kept.map((one) => measureOf(one).priority));
    kept.splice(
      kept.findLastIndex((one) => measureOf(one).priority === least),
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

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
