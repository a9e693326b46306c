import type { DecisionEntry, Seen } from "../../sim/result.ts";
import { heldOf } from "../charts/decisions.ts";
import type { Drawable } from "../charts/drawable.ts";
import { type Coded, compact, packed } from "../charts/table.ts";

/** Decisions as they travel in the page: names once, values by row. */
export interface DecisionData {
  /** By the first number of a reason; `names` of its facts, in their order. */
  readonly reasons: readonly { readonly code: string; readonly meaning?: string; readonly names: readonly string[] }[];
  /** By place in `o`: under which heading, the reading, its unit. */
  readonly sees: readonly (readonly [string, string, string])[];
  /** `t` when, `g` about what, `a` and `b` the desired count before and after, `n` how often in a row, `r` reasons, `o` what was seen; `h` 1 where something else was asked for. */
  readonly decisions: {
    readonly t: readonly number[];
    readonly g: Coded | readonly unknown[];
    readonly a: readonly (number | null)[];
    readonly b: readonly (number | null)[];
    readonly n: readonly number[];
    readonly r: readonly (readonly (readonly Value[])[])[];
    readonly o: readonly (readonly (number | null)[] | null)[];
    readonly h?: readonly number[];
  };
}
type Value = number | string | boolean;

/** `most`: of how many decisions the page keeps what the policy saw, and the facts of its reasons; changes come first. */
export function decisionData(policy: Drawable, most: number): DecisionData {
  const entries = policy.detail.decisions;
  const reasons = new Map<string, { code: string; meaning?: string; names: readonly string[]; index: number }>();
  const places = new Map<string, number>();
  const sees: [string, string, string][] = [];

  function reason({ code, facts: all }: DecisionEntry["because"][number], whole: boolean): readonly Value[] {
    const facts = whole ? all : {};
    const names = Object.keys(facts);
    const key = [code, ...names].join("\n");
    const meaning = policy.reasons?.[code];
    const known = reasons.get(key) ?? {
      code,
      ...(meaning === undefined ? {} : { meaning }),
      names,
      index: reasons.size,
    };
    reasons.set(key, known);
    return [
      known.index,
      ...Object.values(facts).map((value) => (typeof value === "number" ? (compact(value) ?? 0) : value)),
    ];
  }

  function observed(seen: Seen | undefined): (number | null)[] | null {
    if (seen === undefined) return null;
    const values: (number | null)[] = [];
    for (const [heading, name, unit, value] of readings(seen)) {
      const key = `${heading}\n${name}`;
      if (!places.has(key)) places.set(key, sees.push([heading, name, unit]) - 1);
      values[places.get(key) ?? 0] = compact(value);
    }
    return Array.from(values, (value) => value ?? null);
  }

  const isChange = ({ desired }: DecisionEntry) => desired !== undefined;
  const whole = new Set([...entries.filter(isChange), ...entries.filter((one) => !isChange(one))].slice(0, most));
  return {
    decisions: {
      t: entries.map(({ time }) => time),
      g: packed({ g: entries.map(({ subject }) => subject) }).g ?? [],
      a: entries.map(({ desired }) => desired?.from ?? null),
      b: entries.map(({ desired }) => desired?.to ?? null),
      n: entries.map(({ repeats }) => repeats),
      r: entries.map((entry) => entry.because.map((each) => reason(each, whole.has(entry)))),
      o: entries.map((entry) => observed(whole.has(entry) ? entry.seen : undefined)),
      ...((policy.held ?? []).length === 0 ? {} : { h: heldOf(policy) }),
    },
    reasons: [...reasons.values()].map(({ index: _, ...told }) => told),
    sees,
  };
}

/** Heading, name, unit and value of all that was seen. */
function* readings({ queues, replicas, minimum, maximum, signals }: Seen): Generator<[string, string, string, number]> {
  for (const [queue, { waiting, inService, oldestWait, arrivalRate, deliveryRate, consumers }] of Object.entries(
    queues,
  )) {
    const heading = `Queue ${queue}`;
    if (waiting !== undefined) yield [heading, "waiting", "", waiting];
    if (inService !== undefined) yield [heading, "in service", "", inService];
    if (oldestWait !== undefined) yield [heading, "oldest wait", "s", oldestWait];
    if (arrivalRate !== undefined) yield [heading, "arrivals", "1/s", arrivalRate];
    if (deliveryRate !== undefined) yield [heading, "deliveries", "1/s", deliveryRate];
    if (consumers !== undefined) yield [heading, "consumers", "", consumers];
  }
  for (const [phase, count] of Object.entries(replicas)) yield ["Its replicas", phase, "", count];
  yield ["Its limits", "minimum", "", minimum];
  if (maximum !== undefined) yield ["Its limits", "maximum", "", maximum];
  for (const [name, value] of Object.entries(signals)) yield ["Signals", name, "", value];
}
