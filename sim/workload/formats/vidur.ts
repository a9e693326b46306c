import { timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";
import { tokensFormat } from "./tokens.ts";

/** Requests as the simulator Vidur reads them: seconds, and tokens to read and to write. */
export const vidur: OpenFormat = (spec, tokenTimes) =>
  tokensFormat(
    {
      arrival: "arrived_at",
      input: "num_prefill_tokens",
      output: "num_decode_tokens",
      readArrival: (column, text, arrival) => timeField(column, text, "s", arrival),
    },
    spec,
    tokenTimes,
  );
