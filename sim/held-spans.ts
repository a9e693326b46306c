import type { Held } from "../policies/held.ts";
import type { Reason, Seconds } from "../policies/policy.ts";

/** How long something other than what the policy decided was asked for, or nothing. */
export interface HeldSpan {
  /** Of the first check, and of the first at which it was over; absent where it lasted to the end. */
  readonly time: Seconds;
  readonly until?: Seconds;
  readonly subject: string;
  /** The count that a person ordered. */
  readonly desired?: number;
  /** As at the first check. */
  readonly because: Reason;
}

/** Joins what was held at checks one after the other for the same reason. */
export class HeldSpans {
  /** Later ones, which are too many to show. */
  leftOut = 0;
  private readonly all: Span[] = [];
  private open: ReadonlyMap<string, Span> = new Map();

  add(time: Seconds, held: readonly Held[]): void {
    const now = new Map<string, Span>();
    for (const { subject, desired, because } of held) {
      const ordered = because.code === "ordered" && desired !== undefined ? { desired } : {};
      const same = JSON.stringify([subject, because.code, ordered]);
      const known = this.open.get(same);
      const span = known ?? { time, subject, ...ordered, because };
      now.set(same, span);
      if (known !== undefined) continue;
      if (this.all.length < MOST) this.all.push(span);
      else this.leftOut++;
    }
    for (const [same, span] of this.open) if (!now.has(same)) span.until = time;
    this.open = now;
  }

  /** With times that count from `zero`. */
  told(zero: Seconds): HeldSpan[] {
    return this.all.map(({ time, until, ...span }) => ({
      time: time - zero,
      ...(until === undefined ? {} : { until: until - zero }),
      ...span,
    }));
  }
}

type Span = Omit<HeldSpan, "until"> & { until?: Seconds };

const MOST = 2000;
