import { z } from "zod";
import type { Result } from "../sim/result.ts";
import { formatClock, formatDuration, formatNumber, formatPercent } from "./format.ts";

const number = z.number().optional().catch(undefined);
const distribution = z
  .object({
    value: number,
    mean: number,
    low: number,
    high: number,
    values: z.array(z.number()).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);
const rates = z
  .array(z.object({ rate: z.number() }))
  .optional()
  .catch(undefined);

/** What is told about a source. One that is not as expected only says less. */
const source = z.object({
  name: z.string(),
  kind: z.string(),
  from: number,
  until: number,
  rate: number,
  gaps: distribution,
  states: rates,
  points: rates,
  repeat: number,
  at: z.array(z.number()).optional().catch(undefined),
  count: number,
  over: number,
  think: distribution,
  format: z.string().optional().catch(undefined),
  scale: number,
  jitter: number,
  speedUp: number,
  window: z.object({ from: z.number(), until: number }).optional().catch(undefined),
  loop: z.boolean().optional().catch(undefined),
  perToken: z.object({ input: z.number(), output: z.number() }).optional().catch(undefined),
  speeds: z.object({ batch: number }).optional().catch(undefined),
  service: distribution,
  batch: distribution,
  classes: z
    .array(z.object({ name: z.string(), share: number, scale: number, service: distribution }))
    .optional()
    .catch(undefined),
});
type Source = z.output<typeof source>;

export interface SourceFacts {
  /** `Poisson, 0.2/s`. */
  readonly kind: string;
  /** What was done to it on the way into the run: `each 20 times`. */
  readonly treatment: readonly string[];
}

/** What the scenario says of its sources, by their names. */
export function sourceFacts(result: Result): ReadonlyMap<string, SourceFacts> {
  const { data } = z.object({ workload: z.array(source.optional().catch(undefined)) }).safeParse(result.scenario);
  const known = (data?.workload ?? []).filter((one) => one !== undefined);
  return new Map(known.map((one) => [one.name, { kind: kindOf(one), treatment: treatment(one) }]));
}

/** By queue: the queues whose finished tasks give it new ones. */
export function feedsOf(result: Result): ReadonlyMap<string, readonly string[]> {
  const { data } = z
    .object({
      queues: z.array(
        z.object({
          name: z.string(),
          followUps: z
            .array(z.object({ queue: z.string() }))
            .optional()
            .catch(undefined),
        }),
      ),
    })
    .safeParse(result.scenario);
  const feeds = new Map<string, readonly string[]>();
  for (const { name, followUps = [] } of data?.queues ?? []) {
    for (const { queue } of followUps) feeds.set(queue, [...new Set([...(feeds.get(queue) ?? []), name])]);
  }
  return feeds;
}

function kindOf(one: Source): string {
  switch (one.kind) {
    case "poisson":
      return `Poisson${told(one.rate, (rate) => `, ${formatNumber(rate)}/s`)}`;
    case "renewal":
      return `renewal${told(meanOf(one.gaps), (gap) => `, one every ${formatDuration(gap)} on average`)}`;
    case "markov":
      return `Poisson by states, ${range(one.states)}`;
    case "curve":
      return one.points?.length === 0
        ? "curve of counts from a file"
        : `curve, ${range(one.points)}${told(one.repeat, (repeat) => `, again every ${formatDuration(repeat)}`)}`;
    case "spikes":
      return `spikes of ${formatNumber(one.count ?? 0)} over ${formatDuration(one.over ?? 0)} at ${(one.at ?? []).map((at) => formatClock(at)).join(", ")}`;
    case "clients":
      return `${formatNumber(one.count ?? 0)} clients${told(meanOf(one.think), (think) => `, each thinking ${formatDuration(think)} between tasks`)}`;
    case "trace":
      return `trace${told(one.format, (format) => `, format ${format}`)}`;
    default:
      return one.kind;
  }
}

function treatment(one: Source): string[] {
  const { scale = 1, jitter = 0, speedUp = 1, window, from = 0, until } = one;
  return [
    ...(window === undefined
      ? []
      : [
          `only ${formatClock(window.from)}${window.until === undefined ? " and later" : `–${formatClock(window.until)}`} of it`,
        ]),
    ...(speedUp === 1 ? [] : [`${formatNumber(speedUp)} times as fast`]),
    ...(scale === 1
      ? []
      : [one.kind === "trace" ? `each ${formatNumber(scale)} times` : `times ${formatNumber(scale)}`]),
    ...(jitter === 0 ? [] : [`copies moved by up to ${formatDuration(jitter)}`]),
    ...(one.loop ? ["over and over"] : []),
    ...(from === 0 && until === undefined
      ? []
      : [until === undefined ? `from ${formatClock(from)}` : `on ${formatClock(from)}–${formatClock(until)}`]),
    ...batches(one),
    ...service(one),
    ...classes(one),
  ];
}

function batches({ batch }: Source): string[] {
  const mean = meanOf(batch);
  return mean === undefined
    ? []
    : [`${formatNumber(mean)} tasks at once${batch?.value === undefined ? " on average" : ""}`];
}

function service(one: Pick<Source, "kind" | "service" | "perToken" | "speeds">): string[] {
  const mean = meanOf(one.service);
  if (mean !== undefined) return [`service drawn, ${formatDuration(mean)} on average`];
  if (one.perToken !== undefined) {
    const { input, output } = one.perToken;
    return [
      `service estimated from tokens: ${formatDuration(input)} each of input, ${formatDuration(output)} each of output`,
    ];
  }
  if (one.speeds !== undefined) return ["service estimated from tokens and measured speeds"];
  return one.kind === "trace" ? ["service as recorded"] : [];
}

/** `class job: 5 % of the tasks, service 20 times as long`. */
function classes({ classes = [] }: Source): string[] {
  return classes.map((kind) => {
    const facts = [
      told(kind.share, (share) => `${formatPercent(share)} % of the tasks`),
      told(kind.scale, (scale) => `service ${formatNumber(scale)} times as long`),
      ...service({ ...kind, kind: "class" }),
    ];
    return [`class ${kind.name}`, facts.filter((fact) => fact !== "").join(", ")]
      .filter((part) => part !== "")
      .join(": ");
  });
}

function range(steps: readonly { rate: number }[] | undefined): string {
  const all = (steps ?? []).map(({ rate }) => rate);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? `${formatNumber(least)}/s` : `${formatNumber(least)}–${formatNumber(most)}/s`;
}

function meanOf(found: z.output<typeof distribution>): number | undefined {
  if (found === undefined) return undefined;
  const { value, mean, low, high, values } = found;
  if (values !== undefined && values.length > 0) return values.reduce((sum, one) => sum + one, 0) / values.length;
  return value ?? mean ?? (low === undefined || high === undefined ? undefined : (low + high) / 2);
}

function told<T>(value: T | undefined, say: (value: T) => string): string {
  return value === undefined ? "" : say(value);
}
