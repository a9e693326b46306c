import { UsageError } from "../../policies/usage-error.ts";
import type { SourceSpec } from "../../scenarios/scenario.ts";
import { inIntervals, leastGap } from "./intervals.ts";
import type { Trace } from "./source.ts";

/**
 * The windows of several clients, whose names stand in `clients` by row: those of each, as long as the shortest are apart, and all
 * together with their rates added up. Clients that never send anything are left out.
 */
export function byClient(
  trace: Trace,
  clients: readonly string[],
  spec: Extract<SourceSpec, { kind: "trace" }>,
): Trace {
  const rows = new Map<string, number[]>();
  for (const [row, client] of clients.entries()) {
    const known = rows.get(client);
    if (known === undefined) rows.set(client, [row]);
    else known.push(row);
  }
  const all = [...rows].map(([client, own]) => ({ ...pick(trace, own), client }));
  const interval = spec.interval ?? Math.min(...all.map(({ arrivals }) => leastGap(arrivals)));
  const sending = all.filter(({ facts }) => facts?.rate?.some((rate) => rate > 0));
  if (sending.length === 0) throw new UsageError("has no arrivals: every window is 0", { file: spec.file });
  const parts = sending.map((part) => ({ ...inIntervals(part, { ...spec, interval }), client: part.client }));
  const rates = new Map([...new Set(trace.arrivals)].map((start) => [start, 0]));
  for (const { arrivals, facts } of parts) {
    for (const [row, start] of arrivals.entries())
      rates.set(start, (rates.get(start) ?? 0) + (facts?.rate?.[row] ?? 0));
  }
  // One file after the other is never in the order of time.
  const { sorted: _, ...report } = trace.report;
  return {
    arrivals: Float64Array.from(rates.keys()),
    facts: { rate: Float64Array.from(rates.values()) },
    interval,
    parts,
    report,
  };
}

function pick({ arrivals, facts = {}, classes, report }: Trace, rows: readonly number[]): Trace {
  const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number);
  return {
    arrivals: of(arrivals),
    facts: Object.fromEntries(Object.entries(facts).map(([fact, values]) => [fact, of(values)])),
    ...(classes && { classes: rows.map((row) => classes[row] as string) }),
    report,
  };
}
