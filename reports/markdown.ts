import type { Result } from "../sim/result.ts";
import { answer } from "./answer.ts";
import { besideThePolicies } from "./beside-the-policies.ts";
import { bestStatics } from "./best-statics.ts";
import { comparedWith } from "./compared-with.ts";
import { bestWords } from "./eligible.ts";
import { escaped } from "./escaped.ts";
import { expectationLines } from "./expectation-lines.ts";
import { hintsOf, hintWords } from "./hints.ts";
import { howManyRuns } from "./how-many-runs.ts";
import { type Cell, type Column, summaryColumns } from "./summary.ts";

/** The answer and the summary in Markdown, for an issue or a wiki: what the terminal's table says, with every column and interval. */
export function markdown(result: Result): string {
  const columns = summaryColumns(result, "best static");
  const said = answer(result);
  const lines = [
    ...besideThePolicies(result),
    ...howManyRuns(result),
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    ...expectationLines(result),
    ...hintsOf(result).map((hint) => `Hint: ${hintWords(result, hint)}`),
  ];
  return [
    `## ${escaped(result.name)}`,
    "",
    ...(said === undefined ? [] : [`**${escaped(said)}**`, ""]),
    row(["policy", ...columns.map(heading)]),
    row(["---", ...columns.map(() => "--:")]),
    ...[...result.policies, ...bestStatics(result)].map(({ label }, at) =>
      row([escaped(label), ...columns.map(({ cells }) => cellText(cells[at]))]),
    ),
    "",
    `${escaped(legend(result, columns))}`,
    ...(lines.length === 0 ? [] : ["", ...lines.map((line) => `- ${escaped(line)}`)]),
    "",
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function heading({ measure, unit }: Column): string {
  return `${measure.family.toLowerCase()} ${measure.heading}${unit === "" ? "" : ` (${unit})`}`;
}

function cellText(cell: Cell | undefined): string {
  if (cell?.estimate === undefined) return "";
  const { mean, unit, interval, best, unclear } = cell;
  const number = `${mean}${unit === undefined ? "" : ` ${unit}`}`;
  const told = `${best ? `**${number}**` : number}${unclear ? " ~" : ""}`;
  return escaped(interval === undefined ? told : `${told} (${interval})`);
}

function legend(result: Result, columns: readonly Column[]): string {
  const { seeds, policies } = result;
  const unclear = columns.some(({ cells }) => cells.some((cell) => cell.unclear));
  return [
    seeds.length < 2 ? "One run." : `Means of ${seeds.length} runs with their 95 % intervals.`,
    ...(policies.length < 2 ? [] : [`Bold: ${bestWords(result, seeds.length)}.`]),
    ...(unclear ? [`~: not to be told from ${comparedWith(result)} by these runs.`] : []),
  ].join(" ");
}
