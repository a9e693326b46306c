/** What cannot be read now, or not be delivered. Counted, because faults may overlap. */
export class Outages {
  private readonly counts = new Map<string, number>();

  /** One outage more (`change` 1) or less (−1) of this thing. Returns whether it is out now. */
  change(kind: OutageKind, name: string, change: 1 | -1): boolean {
    const key = `${kind} ${name}`;
    const count = (this.counts.get(key) ?? 0) + change;
    this.counts.set(key, count);
    return count > 0;
  }

  has(kind: OutageKind, name: string): boolean {
    return (this.counts.get(`${kind} ${name}`) ?? 0) > 0;
  }
}

/** Readings by the table of the observation they are in; deliveries by queue. */
type OutageKind = "queues" | "groups" | "nodes" | "devices" | "deliveries";
