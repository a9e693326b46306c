/** A value measured at a place. */
export interface Measured {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/**
 * Values between measured ones: bilinear on the grid of all listed x and y, the mean where a place was measured more than once. A
 * place of the grid that was not measured differs from its row as the fullest row says of its column: tables usually vary one size
 * at a time. Below the least and beyond the greatest the border holds, or with `grow` the slope at the greatest x goes on.
 */
export function interpolated(
  measured: readonly Measured[],
  { beyond }: { readonly beyond: "grow" | "hold" },
): (x: number, y: number) => number {
  const means = meansOf(measured);
  const xs = sorted(measured.map(({ x }) => x));
  const ys = sorted(measured.map(({ y }) => y));
  const x0 = fullest(xs, (x) => ys.filter((y) => means.has(`${x}/${y}`)).length);
  const y0 = fullest(ys, (y) => xs.filter((x) => means.has(`${x}/${y}`)).length);
  const known = (x: number, y: number) => means.get(`${x}/${y}`);
  const pivot = known(x0, y0) ?? overall(measured);
  const at = (column: number, row: number) => {
    const [x, y] = [xs[column] as number, ys[row] as number];
    return known(x, y) ?? (known(x, y0) ?? pivot) + (known(x0, y) ?? pivot) - pivot;
  };

  return (x, y) => {
    const [column, right] = between(xs, x, beyond === "grow");
    const [row, up] = between(ys, y, false);
    const nextColumn = Math.min(column + 1, xs.length - 1);
    const nextRow = Math.min(row + 1, ys.length - 1);
    const low = at(column, row) + right * (at(nextColumn, row) - at(column, row));
    const high = at(column, nextRow) + right * (at(nextColumn, nextRow) - at(column, nextRow));
    return low + up * (high - low);
  };
}

function meansOf(measured: readonly Measured[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { x, y, value } of measured) {
    const { sum, count } = sums.get(`${x}/${y}`) ?? { sum: 0, count: 0 };
    sums.set(`${x}/${y}`, { sum: sum + value, count: count + 1 });
  }
  return new Map([...sums].map(([key, { sum, count }]) => [key, sum / count]));
}

/** The place before a value, and how far it is to the next: 0 to 1, or more where the slope goes on. */
function between(listed: readonly number[], value: number, grows: boolean): [index: number, share: number] {
  const last = listed.length - 1;
  if (last === 0 || value <= (listed[0] as number)) return [0, 0];
  const above = listed.findIndex((each) => each > value);
  const index = above === -1 ? last - 1 : above - 1;
  const [low, high] = [listed[index] as number, listed[index + 1] as number];
  const share = (value - low) / (high - low);
  return [index, grows ? share : Math.min(1, share)];
}

function fullest(listed: readonly number[], count: (value: number) => number): number {
  return listed.reduce((best, value) => (count(value) > count(best) ? value : best));
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function overall(measured: readonly Measured[]): number {
  return measured.reduce((sum, { value }) => sum + value, 0) / measured.length;
}
