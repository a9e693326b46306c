/** Rows by column, as they travel in the page: names once, not in every row. */
export type Table = Readonly<Record<string, readonly Cell[]>>;
type Cell = number | string | null;

/** Four digits are more than a pixel can show, and keep the page small. */
export function compact(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

/** The columns of rows that all have the same names. */
export function tableOf(rows: readonly Readonly<Record<string, Cell>>[]): Table {
  return Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

/** A column of few different texts, as it travels: each text once, and where it stands. */
export interface Coded {
  readonly of: readonly Cell[];
  readonly at: readonly number[];
}

/** The same table with its columns of texts coded, which makes it a good deal smaller. */
export function packed(table: Table): Readonly<Record<string, readonly Cell[] | Coded>> {
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => {
      if (!column.some((cell) => typeof cell === "string")) return [name, column];
      const places = new Map<Cell, number>();
      const at = column.map((cell) => {
        const place = places.get(cell) ?? places.size;
        places.set(cell, place);
        return place;
      });
      return [name, { of: [...places.keys()], at }];
    }),
  );
}
