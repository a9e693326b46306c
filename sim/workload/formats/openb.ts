import { readNumber } from "../instant.ts";
import { timeField } from "./fields.ts";
import type { OpenFormat } from "./format.ts";

const UNSCHEDULED = "never scheduled";

/**
 * Alibaba's openb pods: seconds of creation, scheduling and deletion, the latter two empty for pods that never ran. Service is
 * deletion less scheduling; how long it waited there and how many GPUs it asked for are kept as facts.
 */
export const openb: OpenFormat = ({ service }) => {
  const scheduled = { seconds: 0, nanoseconds: 0 };
  const deleted = { seconds: 0, nanoseconds: 0 };
  return {
    columns: ["creation_time", "scheduled_time", "deletion_time"],
    optional: ["num_gpu", "gpu_milli", "qos"],
    served: service === undefined,
    classed: true,
    facts: ["wait", "gpus"],
    read([creation, scheduling, deletion, gpus, share, qos = ""], task) {
      if (scheduling === "") return UNSCHEDULED;
      const problem =
        timeField("creation_time", creation, "s", task.arrival) ??
        timeField("scheduled_time", scheduling, "s", scheduled) ??
        timeField("deletion_time", deletion, "s", deleted);
      if (problem !== undefined) return problem;
      task.demand = deleted.seconds - scheduled.seconds + (deleted.nanoseconds - scheduled.nanoseconds) / 1e9;
      task.class = qos;
      const { arrival, facts } = task;
      facts.wait = scheduled.seconds - arrival.seconds + (scheduled.nanoseconds - arrival.nanoseconds) / 1e9;
      facts.gpus = (readNumber(gpus ?? "") * readNumber(share ?? "")) / 1000;
      return task.demand < 0 ? "negative duration" : undefined;
    },
  };
};
