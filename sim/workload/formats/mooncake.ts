import { timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";
import { tokensFormat } from "./tokens.ts";

/** Mooncake's traces: an object a line, in milliseconds. Its stamps come in batches of 3 s; their order in the file is kept. */
export const mooncake: OpenFormat = (spec, tokenTimes) => ({
  ...tokensFormat(
    {
      arrival: "timestamp",
      input: "input_length",
      output: "output_length",
      readArrival: (column, text, arrival) => timeField(column, text, "ms", arrival),
    },
    spec,
    tokenTimes,
  ),
  syntax: "json-lines",
});
