import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { azureLlm } from "./azure-llm.ts";
import { csv } from "./csv.ts";
import type { OpenFormat } from "./format.ts";
import { gentd26 } from "./gentd26.ts";

/** Every format a scenario can name. */
export const formats: Readonly<Record<TraceSpec["format"], OpenFormat>> = {
  "azure-llm": azureLlm,
  gentd26,
  csv,
};
