/** An hour that is simulated in a moment; two policies, two seeds. */
export const smallScenario = `version: 1
horizon: 1h
seeds: 2
check: 60s
objective: { wait: 60s }
nodes:
  gpu: { cores: 32, memory: 256GiB, gpus: { count: 4, memory: 40GiB }, price: $10/h }
groups:
  sampler:
    serves: sampler_queue
    minimum: 1
    maximum: 4
    initial: 1
    warmUp: 3m
    needs: { cores: 2, memory: 32GiB, gpus: 1, gpuMemory: 30GiB }
workload:
  - queue: sampler_queue
    poisson: { rate: 0.1/s }
    service: { lognormal: { mean: 15s, cv: 0.3 } }
policies:
  - { policy: static, name: one, parameters: { counts: { sampler: 1 } } }
  - { policy: static, name: three, parameters: { counts: { sampler: 3 } } }
`;

/** With one line of it changed; throws when there is no such line to change. */
export function changed(from: string, to: string): string {
  if (!smallScenario.includes(from)) throw new Error(`the small scenario has no ${from}`);
  return smallScenario.replace(from, to);
}
