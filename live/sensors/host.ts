import type { Fraction, Node, Seconds } from "../../policies/policy.ts";
import { type Sensor, SensorFault } from "../sensor.ts";
import { type CpuSample, cpuSample, utilization } from "./host/cpu.ts";
import { memory } from "./host/memory.ts";
import { numbersIn, type System, system } from "./host/system.ts";
import { type UsableCores, usableCores } from "./host/usable-cores.ts";

export interface HostSpec {
  /** What observations call this machine. */
  readonly node: string;
  /** CPU utilization is the mean over so long. */
  readonly window: Seconds;
}

/** This machine: cores that may be used, how busy they are, load and memory, within the limits of its container. */
export function hostSensor({ node, window }: HostSpec, { roots = system, now = stopwatch }: HostWorld = {}): Sensor {
  const cores = coresOf(roots);
  const { count } = cores;
  let samples: CpuSample[] = [];

  function sample(): CpuSample | undefined {
    const taken = cpuSample(roots, now());
    if (taken === undefined) return undefined;
    samples = [...samples.filter(({ time }) => time >= taken.time - window), taken];
    return taken;
  }

  function cpuUtilization(): Fraction | undefined {
    const last = sample();
    const [first] = samples;
    return first === undefined || last === undefined ? undefined : utilization(first, last, cores);
  }

  function read(): Node {
    const [load] = numbersIn(roots.proc, "loadavg") ?? [];
    const busy = cpuUtilization();
    return {
      cores: count,
      ...(busy === undefined ? {} : { cpuUtilization: busy }),
      ...(load === undefined ? {} : { loadPerCore: load / count }),
      ...memory(roots),
    };
  }

  sample();
  const timer = setInterval(sample, (window * 1000) / 10).unref();
  return {
    listed: () => ({ nodes: { [node]: { cores: count } } }),
    async read(_signal, failed) {
      const found = read();
      if (found.loadPerCore === undefined) failed(new SensorFault("refused", `${roots.proc}/loadavg cannot be read`));
      if (found.memoryFree === undefined) failed(new SensorFault("refused", `${roots.proc}/meminfo cannot be read`));
      return { nodes: { [node]: found } };
    },
    close: async () => clearInterval(timer),
  };
}

function coresOf(roots: System): UsableCores {
  const cores = usableCores(roots);
  if (cores !== undefined) return cores;
  throw new SensorFault("refused", `${roots.proc} does not tell of any core; it needs Linux`);
}

/** For tests: other folders, another time. */
export interface HostWorld {
  readonly roots?: System;
  readonly now?: () => Seconds;
}

function stopwatch(): Seconds {
  return performance.now() / 1000;
}
