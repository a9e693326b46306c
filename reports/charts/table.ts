/** Rows by column, as they travel in the page: names once, not in every row. */
export type Table = Readonly<Record<string, readonly Cell[]>>;
type Cell = number | string | null;

/** Four digits are more than a pixel can show, and keep the page small. */
export function compact(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}
