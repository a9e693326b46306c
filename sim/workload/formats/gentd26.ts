import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { columnsFormat } from "./columns.ts";
import type { Format } from "./format.ts";

/**
 * Alibaba's GenTD26 trace of diffusion requests, `lora_request_trace.csv`: execution took whole seconds, sometimes none. The class
 * is the model.
 */
export function gentd26(spec: TraceSpec): Format {
  return columnsFormat(
    { arrival: "gmt_create", time: "datetime", duration: "exec_time_seconds", durationUnit: "s" },
    spec.service !== undefined,
    "checkpoint_model_version_id",
  );
}
