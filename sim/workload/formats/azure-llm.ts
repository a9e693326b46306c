import { UsageError } from "../../../policies/usage-error.ts";
import type { TraceSpec } from "../../../scenarios/scenario.ts";
import { datetimeField, quantityField } from "./fields.ts";
import type { Format } from "./format.ts";

/** Azure's LLM inference traces: one row a request, with its tokens. Service time is so much for each token. */
export function azureLlm({ file, perToken, service }: TraceSpec): Format {
  if (service !== undefined) {
    return {
      columns: ["TIMESTAMP"],
      served: false,
      read: ([timestamp], task) => datetimeField("TIMESTAMP", timestamp, task.arrival),
    };
  }
  if (perToken === undefined) {
    throw new UsageError(
      "format azure-llm has tokens and no service times; give perToken: { input, output }, or service",
      { file },
    );
  }
  const read: Format["read"] = ([timestamp, context, generated], task) => {
    const input = quantityField("ContextTokens", context);
    if (typeof input === "string") return input;
    const output = quantityField("GeneratedTokens", generated);
    if (typeof output === "string") return output;
    task.demand = perToken.input * input + perToken.output * output;
    return datetimeField("TIMESTAMP", timestamp, task.arrival);
  };
  return { columns: ["TIMESTAMP", "ContextTokens", "GeneratedTokens"], served: true, read };
}
