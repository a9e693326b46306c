import type { Trace } from "../../sim/index.ts";

/** What stands before the columns. */
interface Head {
  readonly trace: Omit<Trace, "arrivals" | "demands" | "classes" | "facts">;
  /** Of each row. */
  readonly rows: number;
  /** By their names, in the order they follow; facts as `facts/NAME`. */
  readonly columns: readonly string[];
  /** Each class once; the column `classes` holds their places. */
  readonly classes: readonly string[];
}

/** A trace as the bytes of one file: a head in JSON, then its columns as they lie in memory, which load as fast as they are read. */
export function pack({ arrivals, demands, classes, facts = {}, ...trace }: Trace): Uint8Array[] {
  const places = new Map<string, number>();
  const place = (name: string) => places.get(name) ?? places.set(name, places.size).size - 1;
  const columns: [name: string, column: Float64Array][] = [["arrivals", arrivals]];
  if (demands !== undefined) columns.push(["demands", demands]);
  if (classes !== undefined) columns.push(["classes", Float64Array.from(classes, place)]);
  for (const [name, column] of Object.entries(facts)) columns.push([`facts/${name}`, column]);
  const names = columns.map(([name]) => name);
  const head: Head = { trace, rows: arrivals.length, columns: names, classes: [...places.keys()] };
  return [
    framed(JSON.stringify(head)),
    ...columns.map(([, { buffer, byteOffset, byteLength }]) => new Uint8Array(buffer, byteOffset, byteLength)),
  ];
}

/** Undefined when the bytes are not all there, or none of ours. */
export function unpack(given: Uint8Array): Trace | undefined {
  const bytes = given.byteOffset % ALIGNED === 0 ? given : new Uint8Array(given);
  const framed = headOf(bytes);
  if (framed === undefined) return undefined;
  const { head, end } = framed;
  if (bytes.byteLength !== end + head.columns.length * head.rows * ALIGNED) return undefined;
  const columns = new Map(
    head.columns.map((name, index) => {
      const from = bytes.byteOffset + end + index * head.rows * ALIGNED;
      return [name, new Float64Array(bytes.buffer, from, head.rows)];
    }),
  );
  const demands = columns.get("demands");
  const classes = columns.get("classes");
  const facts = [...columns].filter(([name]) => name.startsWith("facts/"));
  return {
    ...head.trace,
    arrivals: columns.get("arrivals") ?? new Float64Array(),
    ...(demands && { demands }),
    ...(classes && { classes: Array.from(classes, (place) => head.classes[place] ?? "") }),
    ...(facts.length > 0 && { facts: Object.fromEntries(facts.map(([name, each]) => [name.slice(6), each])) }),
  };
}

/** Columns begin where a number may. */
const ALIGNED = Float64Array.BYTES_PER_ELEMENT;
const MARK = "disfun-sim trace\n";

function framed(head: string): Uint8Array {
  const text = `${MARK}${head}\n`;
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / ALIGNED) * ALIGNED).fill(0x20);
  padded.set(bytes);
  padded[bytes.length - 1] = 0x20;
  padded[padded.length - 1] = 0x0a;
  return padded;
}

function headOf(bytes: Uint8Array): { head: Head; end: number } | undefined {
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, MARK.length)) !== MARK) return undefined;
  const last = bytes.indexOf(0x0a, MARK.length);
  if (last === -1) return undefined;
  try {
    return { head: JSON.parse(decoder.decode(bytes.subarray(MARK.length, last))), end: last + 1 };
  } catch {
    return undefined;
  }
}
