import { UsageError } from "../../policies/index.ts";
import { type Fit, fitTrace } from "../../sim/index.ts";
import type { Recorded } from "../recorded/read-recorded.ts";
import { arrivalSteps, serviceTime } from "./measured.ts";

/**
 * What feeds a queue, as `trace fit` makes it of the tasks beside the journal, or else from the rates that were read. Throws a
 * `UsageError` where neither tells what arrived, or how long it took.
 */
export function sourceOf(recorded: Recorded, queue: string, queues: readonly string[], notes: string[]): object {
  const { records, tasks = [], file } = recorded;
  const begin = records[0]?.time ?? 0;
  const end = records.at(-1)?.time ?? begin;
  const timely = tasks.filter(({ arrival }) => arrival >= begin && arrival <= end);
  const others = tasks.length - timely.length;
  if (queues.length === 1 && others > 0)
    notes.push(
      `Left out of ${tasks.length} tasks of tasks.csv: ${others}, for the journal tells nothing of when they arrived.`,
    );
  if (queues.length === 1 && new Set(timely.map(({ arrival }) => arrival)).size >= 3) {
    const from = timely[0]?.arrival ?? begin;
    const [fit] = fitTrace({
      arrivals: Float64Array.from(timely, ({ arrival }) => arrival - from),
      demands: Float64Array.from(timely, (task) => task.end - task.begin),
    });
    if (fit !== undefined) {
      notes.push(
        `What arrives is fitted to ${timely.length} tasks of tasks.csv: distance of gaps ${fit.gaps.toFixed(3)}.`,
      );
      const until = (timely.at(-1)?.arrival ?? begin) - begin;
      return { queue, ...written(fit.spec), from: seconds(from - begin), until: seconds(until) };
    }
  }
  const points = arrivalSteps(records, queue);
  if (points === undefined) throw missing(file, queue, "arrivalRate");
  const service = serviceTime(records, queue);
  if (service === undefined) throw missing(file, queue, "deliveryRate");
  notes.push(
    `Of the work of ${queue} the journal tells rates, so arrivals are Poisson between its steps; how it is spread in them is not known.`,
    `Of its service times only the mean is known, ${service.by}: they are taken for exponential.`,
  );
  return {
    queue,
    curve: { interpolate: "step", points: points.map(({ at, rate }) => ({ at: seconds(at), rate: perSecond(rate) })) },
    service: { exponential: { mean: seconds(service.mean) } },
  };
}

function missing(file: string, queue: string, what: string): UsageError {
  return new UsageError(
    `never tells ${what} of the queue "${queue}", so its work is not known; add a sensor that does, such as rabbitmqManagement, or put tasks.csv (arrival, begin, end) beside it`,
    { file },
  );
}

function written({ kind, ...spec }: Fit["spec"]): object {
  const service = distribution(spec.service);
  if ("gaps" in spec) return { renewal: { gaps: distribution(spec.gaps) }, service };
  if ("states" in spec) {
    const states = spec.states.map(({ rate, mean }) => ({ rate: perSecond(rate), mean: seconds(mean) }));
    return { markov: { states }, service };
  }
  const points = spec.points.map(({ at, rate }) => ({ at: seconds(at), rate: perSecond(rate) }));
  return { [kind]: { interpolate: spec.interpolate, points }, service };
}

function distribution(given: Fit["spec"]["service"]): unknown {
  if (given.kind === "constant") return seconds(given.value);
  if (!("cv" in given)) throw new Error(`a fit has no ${given.kind} distribution`);
  return { [given.kind]: { mean: seconds(given.mean), cv: Number(given.cv.toPrecision(3)) } };
}

function seconds(value: number): string {
  return `${Number(value.toPrecision(5))}s`;
}

function perSecond(value: number): string {
  return `${Number(value.toPrecision(5))}/s`;
}
