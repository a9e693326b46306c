import type { Observation } from "../../policies/policy.ts";

/** The gauges that policies are given, averaged over the checks of every bin. A bin in which none was seen has none. */
export class SignalRecord {
  readonly columns = new Map<string, (number | null)[]>();
  private readonly seen = new Map<string, { sum: number; count: number }>();
  private bins = 0;

  see({ signals, groups }: Observation): void {
    for (const name in signals) this.add(`signal/${name}`, signals[name]!);
    for (const group in groups) {
      const own = groups[group]!.signals;
      // It never changes, and is no gauge of the plant.
      for (const name in own) if (name !== "price") this.add(`group/${group}/signal/${name}`, own[name]!);
    }
  }

  /** A bin ends now. */
  sample(): void {
    this.bins++;
    for (const [name, values] of this.columns) {
      const seen = this.seen.get(name);
      values.push(seen === undefined ? null : seen.sum / seen.count);
    }
    this.seen.clear();
  }

  /** Two neighboring bins are one from now on. */
  halve(): void {
    this.bins /= 2;
    for (const values of this.columns.values()) {
      for (let bin = 0; bin < this.bins; bin++) {
        const known = [values[2 * bin], values[2 * bin + 1]].filter((value) => typeof value === "number");
        values[bin] = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
      }
      values.length = this.bins;
    }
  }

  private add(name: string, value: number): void {
    if (!this.columns.has(name)) {
      if (this.columns.size === MOST) return;
      this.columns.set(name, new Array<null>(this.bins).fill(null));
    }
    const seen = this.seen.get(name);
    if (seen === undefined) this.seen.set(name, { sum: value, count: 1 });
    else {
      seen.sum += value;
      seen.count++;
    }
  }
}

const MOST = 48;
