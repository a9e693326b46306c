/** The table of ARCHITECTURE.md, "Folders": who may import whom. */
const only = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: `^${folder}/` },
  to: { pathNot: [`^${folder}/`, ...allowed] },
});

/** Each npm dependency stays behind the file or files that know it. */
const behind = (dependency, files) => ({
  name: `${dependency}-behind-one-file`,
  comment: `Only ${files} may import ${dependency}.`,
  severity: "error",
  from: { path: "^(bin|live|policies|reports|scenarios|sim)/", pathNot: files },
  to: { path: `^node_modules/(@types/)?${dependency}/` },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    only(
      "policies-alone",
      "policies",
      ["^node_modules/zod/"],
      "Policies import nobody; of npm only zod, for parameter schemas.",
    ),
    only(
      "scenarios-know-policies",
      "scenarios",
      ["^policies/", "^sim/measure/catalogue/", "^node_modules/(zod|yaml)/", "^(node:)?(fs|path|url)"],
      "Scenarios import policies, and the names of what can be measured.",
    ),
    only(
      "sim-knows-policies-and-scenarios",
      "sim",
      [
        "^policies/",
        "^scenarios/",
        "^node_modules/(zod|csv-parse|fast-check|highs|jstat|(@types/)?seedrandom)/",
        "^(node:)?(fs|path|zlib|stream|crypto|v8)",
      ],
      "The simulator imports policies and scenario types, and never live.",
    ),
    only(
      "live-knows-policies-and-scenarios",
      "live",
      [
        "^policies/",
        "^scenarios/",
        "node_modules/(zod|amqplib|pino)/",
        "^(node:)?(child_process|crypto|events|fs|https?|os|path|timers|util)",
      ],
      "The live runner imports policies and scenarios, and never the simulator.",
    ),
    {
      name: "sim-knows-scenario-types-only",
      severity: "error",
      from: { path: "^sim/" },
      to: { path: "^scenarios/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "catalogue-of-measures-alone",
      comment: "Scenarios know it: of all else it knows types only.",
      severity: "error",
      from: { path: "^sim/measure/catalogue/" },
      to: { pathNot: "^sim/measure/catalogue/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "engine-does-no-io",
      comment: "Only traces are read from files; digests and bytes of what is in memory are no I/O.",
      severity: "error",
      from: { path: "^sim/", pathNot: "^sim/(workload|experiment)/|^sim/(index|experiment|combined|packed-run)\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "reports-know-types-only",
      comment: "Beside types: the format of a result, and how to refuse what the user gave.",
      severity: "error",
      from: { path: "^reports/" },
      to: {
        path: "^(policies|scenarios|sim|live|bin)/",
        pathNot: "^(policies/usage-error|sim/result)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "nobody-knows-bin-or-tests",
      severity: "error",
      from: { path: "^(policies|reports|scenarios|sim|live)/" },
      to: { path: "^(bin|test)/" },
    },
    { name: "bin-knows-no-tests", severity: "error", from: { path: "^bin/" }, to: { path: "^test/" } },
    {
      name: "no-cycles",
      comment: "Of what runs: a part of the plant may name the type of the whole.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "all-found", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-development-tools-in-the-product",
      severity: "error",
      from: { path: "^(bin|policies|reports|scenarios|sim|live)/", pathNot: "^bin/bundle\\.ts$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "^node_modules/@types/" },
    },
    behind("amqplib", "^live/sensors/rabbitmq\\.ts$"),
    behind("pino", "^live/log\\.ts$"),
    behind("yargs", "^bin/(yargs\\.ts|commands/)"),
    behind("tsx", "^bin/run/policy-module\\.ts$"),
    behind("yaml", "^scenarios/"),
    behind("csv-parse", "^sim/workload/"),
    behind("fast-check", "^sim/check/fast-check\\.ts$"),
    behind("seedrandom", "^sim/random/"),
    behind("jstat", "^sim/measure/"),
    behind("highs", "^sim/bound/linear-program\\.ts$"),
    behind("(vega|vega-lite)", "^reports/"),
    behind("(@resvg/resvg-wasm|@fontsource/inter)", "^reports/png\\.ts$"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Programs of an example, which nobody here imports.
    exclude: { path: "^scenarios/live/example/.*\\.mjs$" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ["import", "node", "default", "types"], exportsFields: ["exports"] },
  },
};
