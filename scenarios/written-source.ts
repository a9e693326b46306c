import type { Json } from "../policies/policy.ts";
import type { BatchSize, ClassSpec, SourceSpec } from "./scenario.ts";
import { durationText, rateText } from "./unit-texts.ts";
import { durations, relativePath, writtenDistribution } from "./written-parts.ts";

/** A source as it is written. */
export function writtenSource(source: SourceSpec, folder: string): object {
  const { name, queue, from, until, classes } = source;
  return {
    name,
    queue,
    ...kindOf(source, folder),
    ...("service" in source && source.service !== undefined ? { service: writtenDistribution(source.service) } : {}),
    classes: classes && Object.fromEntries(classes.map((each) => [each.name, classOf(each)])),
    from: from === 0 ? undefined : durationText(from),
    until: until && durationText(until),
  };
}

function kindOf(source: SourceSpec, folder: string): object {
  switch (source.kind) {
    case "clients":
      return { clients: { count: source.count, think: writtenDistribution(source.think) } };
    case "poisson":
      return { poisson: { rate: rateText(source.rate) }, batch: batch(source.batch) };
    case "renewal":
      return { renewal: { gaps: writtenDistribution(source.gaps) }, batch: batch(source.batch) };
    case "markov": {
      const states = source.states.map(({ rate, mean }) => ({ rate: rateText(rate), mean: durationText(mean) }));
      return { markov: { states }, batch: batch(source.batch) };
    }
    case "curve": {
      const { points, file, interval, scale, interpolate, repeat } = source;
      const written = points.map(({ at, rate }) => ({ at: durationText(at), rate: rateText(rate) }));
      return {
        curve: {
          points: file === undefined ? written : undefined,
          file: file && relativePath(folder, file),
          interval: interval && durationText(interval),
          scale,
          interpolate,
          repeat: repeat && durationText(repeat),
        },
        batch: batch(source.batch),
      };
    }
    case "spikes":
      return { spikes: { at: source.at.map(durationText), count: source.count, over: durationText(source.over) } };
    case "trace":
      return { trace: traceOf(source, folder) };
  }
}

function traceOf(source: Extract<SourceSpec, { kind: "trace" }>, folder: string): object {
  const {
    kind: _,
    name: _name,
    queue: _queue,
    from: _from,
    until: _until,
    classes: _classes,
    service: _service,
    ...trace
  } = source;
  const { file, window, speeds, jitter, interval, perToken, ...rest } = trace;
  return {
    file: relativePath(folder, file),
    ...rest,
    jitter: durationText(jitter),
    interval: interval && durationText(interval),
    perToken: perToken && durations(perToken),
    window: window && {
      from: durationText(window.from),
      until: window.until === undefined ? undefined : durationText(window.until),
    },
    speeds: speeds && { ...speeds, file: relativePath(folder, speeds.file) },
  };
}

function batch(size: BatchSize | undefined): Json | undefined {
  if (size === undefined) return undefined;
  switch (size.kind) {
    case "constant":
      return size.value;
    case "geometric":
      return { geometric: { mean: size.mean } };
    case "uniform":
      return { uniform: { low: size.low, high: size.high } };
    case "empirical":
      return { empirical: size.values };
  }
}

function classOf({ name: _, service, timeToLive, retry, ...rest }: ClassSpec): object {
  return {
    ...rest,
    timeToLive: timeToLive && durationText(timeToLive),
    retry: retry && { ...retry, delay: durationText(retry.delay) },
    service: service && writtenDistribution(service),
  };
}
