import type { Probe } from "./feed.ts";

/** The same readings without those that cannot be taken; what such a thing is known by stays. */
export function hidden<Reading, Bare extends Reading>(
  probe: Probe<Readonly<Record<string, Reading>>>,
  out: (name: string) => boolean,
  bare: (reading: Reading) => Bare,
): Probe<Readonly<Record<string, Reading>>> {
  return {
    totals: () => probe.totals(),
    read(now, earlier) {
      const readings = probe.read(now, earlier);
      const names = Object.keys(readings);
      if (!names.some(out)) return readings;
      return Object.fromEntries(
        Object.entries(readings).map(([name, reading]) => [name, out(name) ? bare(reading) : reading]),
      );
    },
  };
}
