import { expect, test } from "vitest";
import { type Case, mixWith, RATE, refusal } from "./mix.ts";

const FIELDS: readonly Case[] = [
  [
    "a policy's name that leads out of its folder",
    "- static",
    "- { policy: static, name: ../x }",
    'mix.yaml:16:29 policies[0].name: "../x" has a / or \\, or begins with a dot; files are named after it',
  ],
  [
    "an unknown key",
    "maximum: 4",
    "maximm: 4",
    'mix.yaml:8:5 groups.sampler.maximm: unknown key "maximm"; did you mean "maximum"?',
  ],
  [
    "an unknown key at the top",
    "horizon",
    "hrizon",
    'mix.yaml:2:1 hrizon: unknown key "hrizon"; did you mean "horizon"?',
  ],
  [
    "a wrong unit",
    "32GB",
    "40Gib",
    'mix.yaml:10:25 groups.sampler.needs.gpuMemory: "40Gib" is not an amount of memory; write for example 40GiB, 32GB or 512MiB; did you mean 40GiB?',
  ],
  [
    "a negative rate",
    "0.2/s",
    "-0.2/s",
    'mix.yaml:13:22 workload[0].poisson.rate: "-0.2/s" is negative; a rate is at least 0',
  ],
  [
    "NaN",
    "0.2/s",
    ".nan",
    "mix.yaml:13:22 workload[0].poisson.rate: NaN is not a rate; write for example 0.2/s, 12/min or 3/h",
  ],
  ["NaN for a plain number", "cores: 8", "cores: .nan", "mix.yaml:4:27 nodes.gpu.cores: NaN is not a number"],
  ["a negative number", "cores: 8", "cores: -8", "mix.yaml:4:27 nodes.gpu.cores: -8 is too small; write more than 0"],
  ["half a replica", "maximum: 4", "maximum: 2.5", "mix.yaml:8:14 groups.sampler.maximum: 2.5 is not a whole number"],
  ["a text for a count", "maximum: 4", "maximum: lots", 'mix.yaml:8:14 groups.sampler.maximum: "lots" is not a number'],
  ["nothing for a count", "maximum: 4", "maximum:", "mix.yaml:8:13 groups.sampler.maximum: null is not a number"],
  [
    "an unknown word",
    "maximum: 4",
    "release: oldset",
    'mix.yaml:8:14 groups.sampler.release: "oldset" is not idle-first, oldest or newest; did you mean "oldest"?',
  ],
  [
    "a mapping that is none",
    "needs: { gpuMemory: 32GB }",
    "needs: 3",
    "mix.yaml:10:12 groups.sampler.needs: 3 is not a mapping",
  ],
  [
    "a missing field",
    "    serves: sampler_queue\n",
    "",
    "mix.yaml:6:3 groups.sampler.serves: is missing; write a text",
  ],
  ["a missing section", "policies:\n  - static\n", "", "mix.yaml:1:1 policies: is missing; write a list"],
  [
    "no policy",
    "policies:\n  - static\n",
    "policies: []\n",
    "mix.yaml:15:11 policies: a list is empty; write at least one entry",
  ],
  ["a horizon of zero", "horizon: 1h", "horizon: 0s", 'mix.yaml:2:10 horizon: "0s" is not more than 0'],
  ["no seeds", "horizon: 1h", "horizon: 1h\nseeds: 0", "mix.yaml:3:8 seeds: 0 is too small; write more than 0"],
  ["a seed twice", "horizon: 1h", "horizon: 1h\nseeds: [1, 2, 1]", "mix.yaml:3:15 seeds[2]: seed 1 is listed twice"],
  [
    "a misspelt part of a shorthand",
    "horizon: 1h",
    "horizon: 1h\ncheck: { period: 5s, phse: 1s }",
    'mix.yaml:3:22 check.phse: unknown key "phse"; did you mean "phase"?',
  ],
  [
    "a shorthand that is none",
    "horizon: 1h",
    "horizon: 1h\ncheck: 5sek",
    'mix.yaml:3:8 check: "5sek" is not a duration; write for example 15s, 2h, 1h30m or 250ms',
  ],
  [
    "a name like a number",
    "sampler:",
    "1:",
    'mix.yaml:6:3 groups.1: "1" cannot be used as a name; a name is a letter, then letters, digits, _ or -',
  ],
  [
    "a name with a dot",
    "sampler:",
    "a.b:",
    'mix.yaml:6:3 groups.a.b: "a.b" cannot be used as a name; a name is a letter, then letters, digits, _ or -',
  ],
  [
    "an unknown distribution",
    "15s",
    "{ lognorml: { mean: 15s, cv: 1 } }",
    'mix.yaml:14:16 workload[0].service.lognorml: unknown key "lognorml"; did you mean "lognormal"?',
  ],
  [
    "a distribution without its spread",
    "15s",
    "{ lognormal: { mean: 15s } }",
    "mix.yaml:14:16 workload[0].service.lognormal.cv: is missing; write a number",
  ],
  [
    "two distributions",
    "15s",
    "{ constant: 1s, exponential: { mean: 1s } }",
    "mix.yaml:14:14 workload[0].service: a distribution has constant and exponential; only one of constant, exponential, uniform, lognormal, gamma, weibull, empirical is allowed",
  ],
  [
    "bounds upside down",
    "15s",
    "{ uniform: { low: 9s, high: 3s } }",
    "mix.yaml:14:32 workload[0].service.uniform.low: low is more than high",
  ],
  [
    "no kind of source",
    `    ${RATE}\n`,
    "",
    "mix.yaml:12:5 workload[0]: a source needs one of poisson, renewal, markov, curve, spikes, clients, trace",
  ],
  [
    "two kinds of source",
    RATE,
    `${RATE}\n    spikes: { at: 1m, count: 3 }`,
    "mix.yaml:12:5 workload[0]: a source has poisson and spikes; only one of poisson, renewal, markov, curve, spikes, clients, trace is allowed",
  ],
];

test.each(FIELDS)("refuses %s", (_, found, written, message) => {
  expect(refusal(mixWith(found, written))).toBe(message);
});
