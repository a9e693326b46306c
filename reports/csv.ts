import type { Drawable } from "./charts/drawable.ts";

type Drawn = Pick<Drawable, "label" | "detail">;

/** What stands before the series in every row, by the name of its column. */
type Lead = Readonly<Record<string, (time: number, detail: Drawn["detail"]) => string | number>>;

const ofRuns: Lead = {
  seed: (_, { seed }) => seed,
  "time (s)": (time) => time,
  "width (s)": (_, { series }) => series.binWidth,
};

/**
 * The series of every policy as CSV by RFC 4180: a row a policy and bin, the union of all columns, their units in the header.
 * A value that is not known is an empty field.
 */
export function seriesCsv({ policies }: { readonly policies: readonly Drawn[] }, lead: Lead = ofRuns): string {
  const units = new Map<string, string>();
  for (const { detail } of policies) {
    for (const [name, { unit }] of Object.entries(detail.series.columns)) units.set(name, unit);
  }
  const names = [...units.keys()];
  const header = ["policy", ...Object.keys(lead), ...names.map((name) => `${name} (${units.get(name)})`)];
  const lines = [header];
  for (const { label, detail } of policies) {
    const { time, columns } = detail.series;
    const values = names.map((name) => columns[name]?.values ?? []);
    for (const [bin, moment] of time.entries()) {
      lines.push([
        label,
        ...Object.values(lead).map((of) => String(of(moment, detail))),
        ...values.map((column) => String(column[bin] ?? "")),
      ]);
    }
  }
  return lines.map(csvLine).join("");
}

/** One record with its line end; what is not known is an empty field. */
export function csvLine(values: readonly (string | number | undefined)[]): string {
  return `${values.map((value) => field(String(value ?? ""))).join(",")}\r\n`;
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
