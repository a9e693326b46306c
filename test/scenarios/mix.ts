import { type Loaded, type LoadOptions, parseScenario } from "../../scenarios/index.ts";

/** A small scenario that is right; tests change a word of it. */
export const MIX = `version: 1
horizon: 1h
nodes:
  gpu: { count: 2, cores: 8, memory: 64GiB, gpus: { count: 2, memory: 40GiB }, price: $2/h }
groups:
  sampler:
    serves: sampler_queue
    maximum: 4
    warmUp: 60s
    needs: { gpuMemory: 32GB }
workload:
  - queue: sampler_queue
    poisson: { rate: 0.2/s }
    service: 15s
policies:
  - static
`;

/** Parts of it that tests change. */
export const POLICY = "  - static\n";
export const SERVICE = "    service: 15s\n";
export const RATE = "poisson: { rate: 0.2/s }";

/** What is wrong, what stands in the scenario, what stands there instead, and what the user is told. */
export type Case = readonly [what: string, found: string, written: string, message: string];

/** The scenario with `found` replaced by `written`. */
export function mixWith(found: string, written: string): string {
  if (!MIX.includes(found)) throw new Error(`${found} is not in the scenario`);
  return MIX.replace(found, () => written);
}

export function load(text: string, options?: LoadOptions): Loaded {
  return parseScenario(text, "mix.yaml", options);
}

/** What the user sees. */
export function refusal(text: string, options?: LoadOptions): string {
  try {
    load(text, options);
  } catch (error) {
    return (error as { describe(): string }).describe();
  }
  return "accepted";
}
