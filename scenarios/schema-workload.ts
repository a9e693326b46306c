import { z } from "zod";
import { distribution, exactlyOne, name, quantity, strict } from "./fields.ts";
import { duration, rate } from "./unit-kinds.ts";

const poisson = strict({ rate: quantity(rate).describe("Mean arrivals, for example 0.2/s.") }).describe(
  "Arrivals independent of each other at a steady mean rate.",
);

const curve = strict({
  points: z
    .array(
      strict({
        at: quantity(duration).describe("Time counted from the source's start."),
        rate: quantity(rate).describe("Mean arrivals from then on, or there when linear."),
      }),
    )
    .min(1)
    .describe("Rate over time, in the order of time."),
  interpolate: z
    .enum(["linear", "step"])
    .prefault("linear")
    .describe(
      "linear: straight between points, and from the last to the first when it repeats; step: held until the next. Default: linear.",
    ),
  repeat: quantity(duration, 0)
    .optional()
    .describe("Start again after so long. Default: never; the last rate goes on."),
}).describe("Poisson arrivals whose rate changes, such as day and night.");

const spikes = strict({
  at: z
    .union([quantity(duration), z.array(quantity(duration)).min(1)])
    .describe("When, counted from the start of the run: one moment or a list."),
  count: z.int().positive().describe("Tasks in each spike."),
  over: quantity(duration).prefault("0s").describe("Spread evenly over so long. Default: 0s, all at once."),
}).describe("Batches of tasks at given moments.");

const timeUnits = ["s", "ms", "us", "ns"] as const;
const columns = strict({
  arrival: z.string().describe("Column with the time of arrival."),
  end: z.string().optional().describe("Column with the time of completion; service is end less arrival."),
  duration: z.string().optional().describe("Column with the service time."),
  class: z.string().optional().describe("Column that says of which kind a task is."),
  time: z
    .enum([...timeUnits, "datetime"])
    .prefault("s")
    .describe("Unit of the arrival and end columns, or datetime for YYYY-MM-DD HH:MM:SS[.fraction]. Default: s."),
  durationUnit: z.enum(timeUnits).prefault("s").describe("Unit of the duration column. Default: s."),
}).describe("Columns by name, for format csv.");

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const trace = strict({
  file: z
    .string()
    .min(1)
    .meta({ examples: ["traces/requests.csv", "$DISFUN_TRACES/requests.csv.gz"] })
    .describe(
      "CSV, plain or gzip, relative to this file. $DISFUN_TRACES/ at its front is the folder of that variable.",
    ),
  format: z
    .enum(["azure-llm", "gentd26", "csv"])
    .describe(
      "azure-llm: TIMESTAMP, ContextTokens, GeneratedTokens; gentd26: gmt_create, exec_time_seconds, …; csv: see columns.",
    ),
  columns: columns.optional(),
  filter: z
    .record(z.string(), z.union([text, z.array(text).min(1)]))
    .prefault({})
    .meta({ examples: [{ predict_status: "SUCCEED" }] })
    .describe("Use only rows whose column has this value, or one of these. Default: all rows."),
  window: strict({
    from: quantity(duration).prefault("0s").describe("Leave out rows before. Default: 0s."),
    until: quantity(duration).optional().describe("Leave out rows from then on. Default: the end."),
  })
    .optional()
    .describe("Part of the trace, counted from its first row. Default: all of it."),
  speedUp: z.number().positive().prefault(1).describe("Time runs so many times faster. Default: 1."),
  scale: z.number().positive().prefault(1).describe("So many arrivals for each row. Default: 1."),
  jitter: quantity(duration).prefault("0s").describe("Added copies are moved by up to so long. Default: 0s."),
  perToken: strict({
    input: quantity(duration).describe("Service time for each input token."),
    output: quantity(duration).describe("Service time for each output token."),
  })
    .optional()
    .describe("Turns tokens into service time, for format azure-llm."),
}).describe("A recorded workload.");

export const sourceFields = strict({
  queue: name.describe("The queue it feeds."),
  name: name.optional().describe("What reports call it. Default: the queue and the kind."),
  poisson: poisson.optional(),
  curve: curve.optional(),
  spikes: spikes.optional(),
  trace: trace.optional(),
  service: distribution
    .optional()
    .describe("Time a task takes on a worker. Required, unless a trace tells; then it replaces what the trace says."),
  from: quantity(duration)
    .prefault("0s")
    .describe("The source is on from then, counted from the start of the run. Default: 0s."),
  until: quantity(duration).optional().describe("The source is on until then. Default: the end of the run."),
})
  .check(exactlyOne(["poisson", "curve", "spikes", "trace"], "a source"))
  .describe("Where work comes from: one of poisson, curve, spikes and trace. Sources add up.");
