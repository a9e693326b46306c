import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { azureFunctions } from "./azure-functions.ts";
import { azureLlm } from "./azure-llm.ts";
import { burstgpt } from "./burstgpt.ts";
import { counts } from "./counts.ts";
import { csv } from "./csv.ts";
import type { OpenFormat } from "./format.ts";
import { gentd26 } from "./gentd26.ts";
import { mooncake } from "./mooncake.ts";
import { openb } from "./openb.ts";
import { servegen } from "./servegen.ts";
import { vidur } from "./vidur.ts";

/** Every format a scenario can name. */
export const formats: Readonly<Record<TraceSpec["format"], OpenFormat>> = {
  "azure-llm": azureLlm,
  "azure-functions": azureFunctions,
  burstgpt,
  counts,
  csv,
  gentd26,
  mooncake,
  openb,
  servegen,
  vidur,
};

export const traceFormats = Object.keys(formats) as TraceSpec["format"][];
