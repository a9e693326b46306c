import { seriesCsv } from "./csv.ts";
import { formatDate } from "./format.ts";
import type { JournalReport } from "./journal-page.ts";
import { journalMarkdown, journalText } from "./journal-words.ts";
import { prettyJson } from "./pretty-json.ts";

/** How a journal alone can be told on standard output. */
export const journalFormats: Readonly<Record<string, (report: JournalReport) => string>> = {
  text: journalText,
  md: journalMarkdown,
  csv: journalCsv,
  json: journalJson,
};

/** What was seen at each check, a row each, with the time as in the journal. */
function journalCsv({ policies, start, wallClock }: JournalReport): string {
  const date = { "time (UTC)": (time: number) => formatDate(start + time).replace(" UTC", "") };
  return seriesCsv({ policies }, { "time (s)": (time) => start + time, ...(wallClock === true && date) });
}

/** All of it. Times count from `start`. */
function journalJson({ source, version, command, start, wallClock, policies }: JournalReport): string {
  return prettyJson({
    version: 1,
    generator: { name: "disfun-sim", version },
    source,
    command,
    start,
    wallClock: wallClock === true,
    policies: policies.map(({ runs: _, detail, held = [], heldLeftOut = 0, ...policy }) => ({
      ...policy,
      series: detail.series,
      decisions: detail.decisions,
      decisionsLeftOut: detail.decisionsLeftOut,
      held,
      heldLeftOut,
    })),
  });
}
