/** What `disfun-sim init` writes: a small scenario that runs as it is. */
export const scenarioTemplate = `# yaml-language-server: $schema=./scenario.schema.json
# The line above gives completion in editors; "disfun-sim schema > scenario.schema.json" renews the file it names.
version: 1
description: One GPU node and one queue; steady work, and a burst after half an hour.

# Units are written out: 90s, 5m, 2h; 40GiB, 32GB; 0.2/s, 12/min; 50%; $2/h.
horizon: 2h # length of a run
seeds: 5 # runs of each policy, with seeds 1 to 5; every policy meets the same work
check: 60s # how often a policy decides
objective: { wait: 60s } # waiting at most so long is served in time

nodes:
  gpu: { cores: 32, memory: 256GiB, gpus: { count: 4, memory: 40GiB } }

groups:
  sampler:
    serves: sampler_queue
    minimum: 1
    maximum: 4
    initial: 1
    warmUp: { lognormal: { mean: 3m, cv: 0.3 } } # start until it serves: loading a model takes minutes
    grace: 30s # how long one that must leave may finish its task
    needs: { cores: 2, memory: 32GiB, gpus: 1, gpuMemory: 30GiB }
    price: $2.50/h # of a replica while it exists; a node can have a price too

workload: # sources add up
  - queue: sampler_queue
    poisson: { rate: 0.1/s }
    service: { lognormal: { mean: 15s, cv: 0.3 } }
  - queue: sampler_queue
    spikes: { at: 30m, count: 200, over: 5m }
    service: { lognormal: { mean: 15s, cv: 0.3 } }

policies:
  - policy: static
    name: always-4
    parameters: { counts: { sampler: 4 } }
  - policy: distributed-funsearch
    # There is no group of evaluators here.
    parameters: { evaluator: null, sampler: { scaleUpThreshold: 10 }, gpu: { minimumFreeMemory: 30GiB } }
`;
