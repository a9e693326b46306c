import { didYouMean } from "../../policies/index.ts";
import type { GroupSpec, RecordedSignal } from "../../scenarios/index.ts";

/** What to write for a group to have a signal; undefined: it has it, now and then at least. What is given is in `sim/sense/group-signals.ts`. */
export function groupSignalRemedy(name: string, { signals = {}, needs, pricePerHour }: GroupSpec): string | undefined {
  if (!Object.hasOwn(WRITTEN, name)) return `groups have no such signal${didYouMean(name, Object.keys(WRITTEN))}`;
  const given: Readonly<Record<string, boolean>> = {
    throughput: true,
    errorRatio: true,
    cpuUtilization: needs.cores > 0,
    memoryUtilization: (needs.memoryPerTask ?? 0) > 0,
    gpuUtilization: needs.gpus > 0,
    vramUtilization: needs.gpus > 0,
    price: pricePerHour !== undefined,
  };
  const { [name]: isGiven = name in signals } = given;
  return isGiven ? undefined : `write ${WRITTEN[name]} in the group`;
}

const WRITTEN: Readonly<Record<string, string>> = {
  throughput: "",
  cpuUtilization: "needs: { cores: 1 }",
  memoryUtilization: "needs: { memoryPerTask: 1GiB }",
  gpuUtilization: "needs: { gpus: 1, gpuMemory: 8GiB }",
  vramUtilization: "needs: { gpus: 1, gpuMemory: 8GiB }",
  price: "price: $1/h",
  ...({
    latencyP50: "signals: { latencyP50: 5m }",
    latencyP95: "signals: { latencyP95: 5m }",
    errorRatio: "signals: { errorRatio: 5m }",
    serviceTime: "signals: { serviceTime: 5m }",
    episodeDuration: "signals: { episodeDuration: 10m }",
    episodesPerHour: "signals: { episodesPerHour: 1h }",
    checkpointsPerHour: "checkpointEvery: 1",
    failuresPerHour: "signals: { failuresPerHour: 1h }",
  } satisfies Record<RecordedSignal, string>),
};
