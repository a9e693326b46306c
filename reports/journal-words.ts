import { escaped, printable } from "./escaped.ts";
import { formatDate, formatDuration, formatMoment, formatNamed, formatNumber, formatPercent } from "./format.ts";
import type { JournaledPolicy, JournalReport } from "./journal-page.ts";
import { mostTelling } from "./page/decisions.ts";
import { heldWords } from "./page/held.ts";
import { timesByReason } from "./times-by-reason.ts";

/** What a journal tells of a policy, for an issue or a wiki. */
export function journalMarkdown(report: JournalReport): string {
  const parts = report.policies.map((policy) => [
    `## ${escaped(heading(report, policy))}`,
    "",
    `${escaped(summary(report, policy))}`,
    ...tables(report, policy).flatMap(({ title, heads, rows, note }) => [
      "",
      `### ${title}`,
      ...(note === undefined ? [] : ["", note]),
      "",
      line(heads),
      line(heads.map(() => "---")),
      ...rows.map((row) => line(row.map(escaped))),
    ]),
    "",
  ]);
  return parts.flat().join("\n");
}

/** The same for a terminal. */
export function journalText(report: JournalReport): string {
  const parts = report.policies.map((policy) => [
    heading(report, policy),
    summary(report, policy),
    ...tables(report, policy).flatMap(({ title, heads, rows, note }) => [
      "",
      note === undefined ? title : `${title}: ${note}`,
      ...aligned([heads, ...rows].map((row) => row.map(printable))),
    ]),
    "",
  ]);
  return parts.flat().join("\n");
}

interface Told {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

const mostRows = 250;

function tables(report: JournalReport, policy: JournaledPolicy): Told[] {
  return [heldTable(report, policy), reasonTable(policy), decisionTable(report, policy)].filter(
    ({ rows }) => rows.length > 0,
  );
}

function heldTable(report: JournalReport, { held = [], heldLeftOut = 0 }: JournaledPolicy): Told {
  const shown = held.slice(0, mostRows);
  const more = held.length - shown.length + heldLeftOut;
  return {
    title: "Orders, and what was held back",
    heads: ["from", "until", "subject", "what", "why"],
    rows: shown.map((span) => [
      formatMoment(span.time, report),
      span.until === undefined ? "the end" : formatMoment(span.until, report),
      span.subject,
      heldWords(span),
      reasonWords([span.because]),
    ]),
    ...(more === 0 ? {} : { note: `${formatNumber(more)} more later.` }),
  };
}

function reasonTable(policy: JournaledPolicy): Told {
  const { subjects, partial } = timesByReason(policy);
  return {
    title: "Time by reason",
    heads: ["subject", "reason", "checks", "time", "share"],
    rows: subjects.flatMap(({ subject, total, reasons }) =>
      reasons.map(({ code, checks, seconds }) => [
        subject,
        code,
        formatNumber(checks),
        formatDuration(seconds),
        `${formatPercent(seconds / total)} %`,
      ]),
    ),
    ...(partial ? { note: "Only of the first decisions: there were too many to keep." } : {}),
  };
}

function decisionTable(report: JournalReport, { detail }: JournaledPolicy): Told {
  const shown = mostTelling(detail.decisions, mostRows);
  const more = detail.decisions.length - shown.length + detail.decisionsLeftOut;
  return {
    title: "Decisions",
    heads: ["time", "subject", "desired", "checks", "why"],
    rows: shown.map(({ time, subject, desired, because, repeats }) => [
      formatMoment(time, report),
      subject,
      desired === undefined ? "no change" : `${desired.from} → ${desired.to}`,
      formatNumber(repeats),
      reasonWords(because),
    ]),
    ...(more === 0 ? {} : { note: `${formatNumber(more)} more are not listed; --format json has what was kept.` }),
  };
}

function heading({ source }: JournalReport, { label, policy, policyVersion }: JournaledPolicy): string {
  return `${source}: ${label === policy ? "" : `${label}, `}${policy}, version ${policyVersion}`;
}

function summary(report: JournalReport, { checks, first, last, detail, reloads }: JournaledPolicy): string {
  const moment = (time: number) =>
    report.wallClock === true ? formatDate(report.start + time) : formatMoment(time, report);
  const changes = detail.decisions.filter(({ desired }) => desired !== undefined).length;
  const again = reloads.length === 0 ? "" : `; loaded again after ${reloads.map(moment).join(", ")}`;
  return `${formatNumber(checks)} ${checks === 1 ? "check" : "checks"} from ${moment(first)} to ${moment(last)}, usually every ${formatDuration(detail.series.binWidth)}; ${formatNumber(changes)} ${changes === 1 ? "change" : "changes"} of a desired count${again}.`;
}

function reasonWords(because: JournaledPolicy["detail"]["decisions"][number]["because"]): string {
  return because
    .map(({ code, facts }) => {
      const told = Object.entries(facts).map(
        ([name, value]) => `${name} ${typeof value === "number" ? formatNamed(name, value) : String(value)}`,
      );
      return told.length === 0 ? code : `${code} (${told.join(", ")})`;
    })
    .join("; ");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The last column is as wide as it comes. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  "),
  );
}
