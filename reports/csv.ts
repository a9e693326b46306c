import type { Result } from "../sim/result.ts";

/**
 * The series of every policy as CSV by RFC 4180: a row a policy and bin, the union of all columns, their units in the header.
 * A value that is not known is an empty field.
 */
export function seriesCsv(result: Result): string {
  const units = new Map<string, string>();
  for (const { detail } of result.policies) {
    for (const [name, { unit }] of Object.entries(detail.series.columns)) units.set(name, unit);
  }
  const names = [...units.keys()];
  const header = ["policy", "seed", "time (s)", "width (s)", ...names.map((name) => `${name} (${units.get(name)})`)];
  const lines = [header];
  for (const { label, detail } of result.policies) {
    const { time, binWidth, columns } = detail.series;
    const values = names.map((name) => columns[name]?.values ?? []);
    for (const [bin, moment] of time.entries()) {
      lines.push([
        label,
        String(detail.seed),
        String(moment),
        String(binWidth),
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
