import { datetimeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";
import { tokensFormat } from "./tokens.ts";

/** Azure's LLM inference traces: one row a request, with its tokens. */
export const azureLlm: OpenFormat = (spec, tokenTimes) =>
  tokensFormat(
    { arrival: "TIMESTAMP", input: "ContextTokens", output: "GeneratedTokens", readArrival: datetimeField },
    spec,
    tokenTimes,
  );
