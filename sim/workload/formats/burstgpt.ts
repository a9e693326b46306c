import { quantityField, timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";

/**
 * BurstGPT's logs: seconds and tokens. Later releases have two more columns, one of which, `Elapsed time`, is the whole response:
 * it is the service time unless the scenario turns tokens into one. A request without a response failed, and is left out.
 */
export const burstgpt: OpenFormat = ({ service }, tokenTimes) => ({
  columns: ["Timestamp", "Request tokens", "Response tokens"],
  optional: ["Elapsed time", "Model"],
  served: service === undefined,
  classed: true,
  facts: ["input", "output"],
  missing(has) {
    if (service !== undefined || tokenTimes !== undefined || has("Elapsed time")) return undefined;
    return 'this BurstGPT file has no column "Elapsed time"; give perToken: { input, output }, speeds, or service';
  },
  read([timestamp, request, response, elapsed, model = ""], task) {
    const input = quantityField("Request tokens", request);
    if (typeof input === "string") return input;
    const output = quantityField("Response tokens", response);
    if (typeof output === "string") return output;
    if (output === 0) return "failed: no response tokens";
    if (service === undefined) {
      const demand = tokenTimes?.(input, output) ?? quantityField("Elapsed time", elapsed);
      if (typeof demand === "string") return demand;
      task.demand = demand;
    }
    task.class = model;
    task.facts.input = input;
    task.facts.output = output;
    return timeField("Timestamp", timestamp, "s", task.arrival);
  },
});
