import { readDatetime } from "../instant.ts";
import { quantityField, timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";

/** How many tasks arrived in each interval, which is told by its beginning: a date and time, or a number. */
export const counts: OpenFormat = ({ service, columns }) => {
  const { arrival = "period", count = "count", time = "s" } = columns ?? {};
  const unit = time === "datetime" ? "s" : time;
  return {
    columns: [arrival, count],
    served: false,
    facts: ["count"],
    intervals: true,
    missing: () =>
      service === undefined ? "format counts has no service times; write service beside the trace" : undefined,
    read([begin = "", number], task) {
      const arrivals = quantityField(count, number);
      if (typeof arrivals === "string") return arrivals;
      task.facts.count = arrivals;
      return readDatetime(begin, task.arrival) ? undefined : timeField(arrival, begin, unit, task.arrival);
    },
  };
};
