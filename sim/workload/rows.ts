/** A place among rows in the order of their time, which is Infinity behind the last one. */
export interface Rows {
  readonly time: number;
  readonly row: number;
  advance(): void;
}

export function rowsInOrder(times: Float64Array): Rows {
  const rows = {
    time: times[0] ?? Number.POSITIVE_INFINITY,
    row: 0,
    advance() {
      rows.row += 1;
      rows.time = times[rows.row] ?? Number.POSITIVE_INFINITY;
    },
  };
  return rows;
}
