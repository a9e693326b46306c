import { UsageError } from "../../../policies/usage-error.ts";
import type { TraceSpec } from "../../../scenarios/scenario.ts";
import type { Instant } from "../instant.ts";
import type { TokenTimes } from "../token-times.ts";
import { quantityField } from "./fields.ts";
import type { Format } from "./format.ts";

interface TokenColumns {
  readonly arrival: string;
  readonly input: string;
  readonly output: string;
  readonly readArrival: (column: string, text: string | undefined, arrival: Instant) => string | undefined;
}

/** One row a request, with its tokens and no service time, which the scenario's `perToken` or `speeds` give. */
export function tokensFormat(
  { arrival, input, output, readArrival }: TokenColumns,
  { file, format, service }: TraceSpec,
  tokenTimes: TokenTimes | undefined,
): Format {
  const facts = ["input", "output"] as const;
  if (service !== undefined) {
    return {
      columns: [arrival],
      optional: [input, output],
      served: false,
      facts,
      read([time, inputs, outputs], task) {
        task.facts.input = Number(inputs);
        task.facts.output = Number(outputs);
        return readArrival(arrival, time, task.arrival);
      },
    };
  }
  if (tokenTimes === undefined) {
    throw new UsageError(
      `format ${format} has tokens and no service times; give perToken: { input, output }, speeds, or service`,
      { file },
    );
  }
  return {
    columns: [arrival, input, output],
    served: true,
    facts,
    read([time, inputs, outputs], task) {
      const inputTokens = quantityField(input, inputs);
      if (typeof inputTokens === "string") return inputTokens;
      const outputTokens = quantityField(output, outputs);
      if (typeof outputTokens === "string") return outputTokens;
      task.demand = tokenTimes(inputTokens, outputTokens);
      task.facts.input = inputTokens;
      task.facts.output = outputTokens;
      return readArrival(arrival, time, task.arrival);
    },
  };
}
