import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const VARIABLE = /^\$\{?DISFUN_TRACES\}?[\\/]/;

/** Where a trace is: relative to the scenario file, or in the folder of third-party traces, `$DISFUN_TRACES`. */
export function tracePath(written: string, scenarioFile: string): string {
  if (!VARIABLE.test(written)) return resolve(dirname(scenarioFile), written);
  return resolve(tracesFolder(), written.replace(VARIABLE, ""));
}

/** `DISFUN_TRACES`, or `shared/traces` beside the project's own folder. */
export function tracesFolder(): string {
  return process.env.DISFUN_TRACES || join(projectRoot(), "../shared/traces");
}

/** The nearest folder above this file that is a package: the same from source and from the built form. */
function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Where to get a trace that is not there. */
export function whereToGet(written: string): string {
  if (!VARIABLE.test(written)) return "";
  const known = DATASETS.find(({ path }) => written.includes(path));
  const folder = 'DISFUN_TRACES names the folder, "../shared/traces" beside the project when unset';
  return known === undefined ? `; ${folder}` : `; get ${known.source} and put it there (${folder})`;
}

const DATASETS = [
  {
    path: "azure-llm-2023-conv",
    source: "data/AzureLLMInferenceTrace_conv.csv of github.com/Azure/AzurePublicDataset (CC-BY-4.0), gzipped",
  },
  {
    path: "alibaba-gentd26",
    source:
      "cluster-trace-v2026-GenAI/lora_request_trace.csv of github.com/alibaba/clusterdata (no license file; its README allows research and study), gzipped",
  },
];
