/** Of an option that was given several times and means one thing, the last counts. */
export function last(value: string | string[]): string {
  return Array.isArray(value) ? (value.at(-1) ?? "") : value;
}
