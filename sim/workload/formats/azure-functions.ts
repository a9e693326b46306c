import type { Instant } from "../instant.ts";
import { timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";

/** Azure's function invocations of 2021: when each ended and how long it took, in seconds. It arrived when it began. */
export const azureFunctions: OpenFormat = ({ service }) => {
  const duration = { seconds: 0, nanoseconds: 0 };
  return {
    columns: ["func", "end_timestamp", "duration"],
    served: service === undefined,
    classed: true,
    read([func = "", end, took], task) {
      const problem = timeField("end_timestamp", end, "s", task.arrival) ?? timeField("duration", took, "s", duration);
      if (problem !== undefined) return problem;
      task.demand = duration.seconds + duration.nanoseconds / 1e9;
      if (task.demand < 0) return "negative: duration";
      task.class = func;
      subtract(task.arrival, duration);
      return undefined;
    },
  };
};

/** In whole nanoseconds, so that ends which differ only in their last digits stay apart. */
function subtract(from: Instant, by: Instant): void {
  from.seconds -= by.seconds;
  from.nanoseconds -= by.nanoseconds;
  if (from.nanoseconds < 0 && from.seconds > 0) {
    from.seconds -= 1;
    from.nanoseconds += 1e9;
  } else if (from.nanoseconds > 0 && from.seconds < 0) {
    from.seconds += 1;
    from.nanoseconds -= 1e9;
  }
}
