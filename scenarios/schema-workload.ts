import { z } from "zod";
import { distribution, exactlyOne, name, quantity, strict } from "./fields.ts";
import { classes } from "./schema-classes.ts";
import { duration, rate } from "./unit-kinds.ts";

const poisson = strict({ rate: quantity(rate).describe("Mean arrivals, for example 0.2/s.") }).describe(
  "Arrivals independent of each other at a steady mean rate.",
);

const renewal = strict({
  gaps: distribution.describe("Time from one arrival to the next, for example { gamma: { mean: 5s, cv: 3 } }."),
}).describe("Arrivals whose gaps are independent and all of one distribution; a cv above 1 is burstier than poisson.");

const markov = strict({
  states: z
    .array(
      strict({
        rate: quantity(rate).describe("Mean arrivals in this state; 0 is a pause."),
        mean: quantity(duration, 0).describe("Mean time until the next state; exponentially distributed."),
      }),
    )
    .min(2)
    .describe("At least two; after one comes any of the others."),
}).describe("Poisson arrivals whose rate jumps at random between states: quiet and busy times.");

const clients = strict({
  count: z.int().positive().max(1_000_000).describe("How many."),
  think: distribution.describe("Time from the end of a client's task, or from its start, to its next task."),
}).describe("Clients that wait for the end of their task before they send the next: a closed loop.");

const file = z
  .string()
  .min(1)
  .meta({ examples: ["traces/requests.csv", "$DISFUN_TRACES/requests.csv.gz"] });
const interval = quantity(duration, 0)
  .optional()
  .describe("How long each count of the file is for. Default: the least distance between two.");

const daily = strict({
  low: quantity(rate).describe("Rate in the quietest hour."),
  high: quantity(rate).describe("Rate in the busiest hour."),
  peak: quantity(duration)
    .prefault("14h")
    .describe("When the busiest hour is, counted from the source's start. Default: 14h."),
}).describe("Day after day, as a cosine between a lowest and a highest rate.");

const curve = strict({
  points: z
    .array(
      strict({
        at: quantity(duration).describe("Time counted from the source's start."),
        rate: quantity(rate).describe("Mean arrivals from then on, or there when linear."),
      }),
    )
    .min(1)
    .optional()
    .describe("Rate over time, in the order of time."),
  daily: daily.optional(),
  file: file
    .optional()
    .describe("Or the rates of a CSV file with the columns period and count, plain or gzip, relative to this file."),
  interval,
  scale: z.number().positive().optional().describe("So many arrivals for each that the file counts. Default: 1."),
  interpolate: z
    .enum(["linear", "step"])
    .prefault("linear")
    .describe(
      "linear: straight between points, and from the last to the first when it repeats; step: held until the next. Default: linear.",
    ),
  repeat: quantity(duration, 0)
    .optional()
    .describe("Start again after so long. Default: never; the last rate goes on, or none after the end of a file."),
})
  .check(exactlyOne(["points", "daily", "file"], "a curve"))
  .describe("Poisson arrivals whose rate changes, such as day and night.");

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
  count: z
    .string()
    .optional()
    .describe(
      "Column with how many arrived in the interval that begins at the arrival, for format counts. Default: count.",
    ),
  time: z
    .enum([...timeUnits, "datetime"])
    .prefault("s")
    .describe(
      "Unit of the arrival and end columns, or datetime for ISO 8601, such as 2026-01-31 12:00:00.5 (UTC) or 2026-01-31T14:00+02:00. Default: s.",
    ),
  durationUnit: z.enum(timeUnits).prefault("s").describe("Unit of the duration column. Default: s."),
}).describe("Columns by name, for format csv, and for counts where they are not period and count.");

const tasks = z.int().positive();
const batch = z
  .union([
    tasks,
    strict({
      geometric: strict({ mean: z.number().min(1).describe("Mean number of tasks.") })
        .optional()
        .describe("Geometric: small batches are the most frequent."),
      uniform: strict({ low: tasks.describe("Smallest batch."), high: tasks.describe("Largest batch.") })
        .optional()
        .describe("Every size between two is equally likely."),
      empirical: z.array(tasks).min(1).optional().describe("Sizes, drawn with equal chance."),
    }).check(exactlyOne(["geometric", "uniform", "empirical"], "a batch")),
  ])
  .meta({ examples: [8, { geometric: { mean: 4 } }] })
  .describe("Each arrival brings so many tasks at once. Default: 1.");

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const filter = z.record(z.string(), z.union([text, z.array(text).min(1)])).prefault({});

const speeds = strict({
  file: file.describe(
    "CSV, plain or gzip, relative to this file, with prompt_size, batch_size, token_size, and prompt_time and token_time in milliseconds.",
  ),
  filter: filter
    .meta({ examples: [{ model: "llama2-70b", hardware: "h100-80gb", tensor_parallel: 8 }] })
    .describe("Use only rows whose column has this value, or one of these. Default: all rows."),
  batch: z.int().positive().prefault(1).describe("Speeds of batches of this size. Default: 1."),
}).describe("Turns tokens into service time by a table of measured speeds, interpolated between its sizes.");

const FORMATS = {
  "azure-llm": "TIMESTAMP, ContextTokens, GeneratedTokens",
  "azure-functions": "app, func, end_timestamp, duration",
  burstgpt: "Timestamp, Model, Request tokens, Response tokens, …, in either release's layout",
  counts:
    "period, count, or see columns: arrivals in each interval, drawn anywhere in it; those of one moment are added up",
  gentd26: "gmt_create, exec_time_seconds, …",
  mooncake: "JSON Lines with timestamp, input_length, output_length",
  openb:
    "creation_time, scheduled_time, deletion_time, …; here replicas hold GPUs and not tasks, so the part of a GPU that a pod asks for has no effect unless class: [num_gpu, gpu_milli] makes it a class, with needs of its own",
  servegen:
    "no header; start, rate, cv, pattern, shape, scale of each window, from which arrivals are drawn; or a tar of such files, one a client, all superposed",
  vidur: "arrived_at, num_prefill_tokens, num_decode_tokens",
  csv: "any other; see columns",
} as const;
type FormatName = keyof typeof FORMATS;

const trace = strict({
  file: file.describe(
    "CSV or JSON Lines, plain or gzip, relative to this file. $DISFUN_TRACES/ at its front is the folder of that variable.",
  ),
  format: z.enum(Object.keys(FORMATS) as [FormatName, ...FormatName[]]).describe(
    Object.entries(FORMATS)
      .map(([format, columns]) => `${format}: ${columns}.`)
      .join(" "),
  ),
  columns: columns.optional(),
  class: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .meta({ examples: ["app", ["num_gpu", "gpu_milli"]] })
    .describe(
      "Column that says of which kind a task is, or several, whose values are joined by /, such as 1/460. Default: func of azure-functions, Model of burstgpt, checkpoint_model_version_id of gentd26, qos of openb, else columns.class or none.",
    ),
  filter: filter
    .meta({ examples: [{ predict_status: "SUCCEED" }, { client: "chunk-0" }] })
    .describe(
      "Use only rows whose column has this value, or one of these; of an archive of servegen, client is the file without -trace.csv. Default: all rows.",
    ),
  window: strict({
    from: quantity(duration).prefault("0s").describe("Leave out rows before. Default: 0s."),
    until: quantity(duration).optional().describe("Leave out rows from then on. Default: the end."),
  })
    .optional()
    .describe("Part of the trace, counted from its first row. Default: all of it."),
  speedUp: z.number().positive().prefault(1).describe("Time runs so many times faster. Default: 1."),
  scale: z.number().positive().prefault(1).describe("So many arrivals for each row. Default: 1."),
  jitter: quantity(duration).prefault("0s").describe("Added copies are moved by up to so long. Default: 0s."),
  loop: z.boolean().prefault(false).describe("After the last row, begin again. Default: false."),
  interval,
  perToken: strict({
    input: quantity(duration).describe("Service time for each input token."),
    output: quantity(duration).describe("Service time for each output token."),
  })
    .optional()
    .describe("Turns tokens into service time, for formats with tokens."),
  speeds: speeds.optional(),
}).describe("A recorded workload.");

export const sourceFields = strict({
  queue: name.describe("The queue it feeds."),
  name: name.optional().describe("What reports call it. Default: the queue and the kind."),
  poisson: poisson.optional(),
  renewal: renewal.optional(),
  markov: markov.optional(),
  curve: curve.optional(),
  spikes: spikes.optional(),
  clients: clients.optional(),
  trace: trace.optional(),
  batch: batch.optional(),
  service: distribution
    .optional()
    .describe("Time a task takes on a worker. Required, unless a trace tells; then it replaces what the trace says."),
  classes: classes.optional(),
  from: quantity(duration)
    .prefault("0s")
    .describe("The source is on from then, counted from the start of the run. Default: 0s."),
  until: quantity(duration).optional().describe("The source is on until then. Default: the end of the run."),
})
  .check(exactlyOne(["poisson", "renewal", "markov", "curve", "spikes", "clients", "trace"], "a source"))
  .describe(
    "Where work comes from: one of poisson, renewal, markov, curve, spikes, clients and trace. Sources add up.",
  );
