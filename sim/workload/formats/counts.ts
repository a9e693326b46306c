import { readDatetime } from "../instant.ts";
import { quantityField, timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";

/** How many tasks arrived in each interval, which is told by its beginning: a date and time, or seconds. */
export const counts: OpenFormat = ({ service }) => ({
  columns: ["period", "count"],
  served: false,
  facts: ["count"],
  intervals: true,
  missing: () =>
    service === undefined ? "format counts has no service times; write service beside the trace" : undefined,
  read([period = "", count], task) {
    const arrivals = quantityField("count", count);
    if (typeof arrivals === "string") return arrivals;
    task.facts.count = arrivals;
    return readDatetime(period, task.arrival) ? undefined : timeField("period", period, "s", task.arrival);
  },
});
