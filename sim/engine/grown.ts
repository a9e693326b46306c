type Column = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** `to`, filled with what `from` holds. */
export function grown<T extends Column>(from: T, to: T): T {
  to.set(from);
  return to;
}
