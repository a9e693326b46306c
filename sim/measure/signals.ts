import type { Observation, Signals } from "../../policies/policy.ts";

/** The gauges that policies are given, averaged over the checks of every bin. A bin in which none was seen has none. */
export class SignalRecord {
  readonly columns = new Map<string, (number | null)[]>();
  /** By what comes before their names: those of a group, and those of no group. */
  private readonly owners = new Map<string, Map<string, Seen>>();
  private bins = 0;

  see({ signals, groups }: Observation): void {
    this.seeAll("", signals);
    for (const group in groups) this.seeAll(group, groups[group]!.signals);
  }

  /** A bin ends now. */
  sample(): void {
    this.bins++;
    for (const own of this.owners.values()) {
      for (const seen of own.values()) {
        seen.values?.push(seen.count === 0 ? null : seen.sum / seen.count);
        seen.sum = 0;
        seen.count = 0;
      }
    }
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

  /** `group`: whose they are; empty: of no group. */
  private seeAll(group: string, signals: Signals): void {
    const own = this.owners.get(group) ?? this.ownerOf(group);
    for (const name in signals) {
      const seen = own.get(name) ?? this.begin(own, group, name);
      seen.sum += signals[name]!;
      seen.count++;
    }
  }

  private ownerOf(group: string): Map<string, Seen> {
    const own = new Map<string, Seen>();
    this.owners.set(group, own);
    return own;
  }

  private begin(own: Map<string, Seen>, group: string, name: string): Seen {
    // The price of a group never changes, and is no gauge of the plant.
    const shown = this.columns.size < MOST && (group === "" || name !== "price");
    const values = shown ? new Array<null>(this.bins).fill(null) : undefined;
    if (values !== undefined)
      this.columns.set(group === "" ? `signal/${name}` : `group/${group}/signal/${name}`, values);
    const seen: Seen = { values, sum: 0, count: 0 };
    own.set(name, seen);
    return seen;
  }
}

/** What was seen of one in the bin under way. */
interface Seen {
  /** Undefined where it gets no column. */
  readonly values: (number | null)[] | undefined;
  sum: number;
  count: number;
}

const MOST = 48;
