import { z } from "zod";
import { duration, name, quantity, strict } from "../scenarios/index.ts";
import { TARGET, TARGETS } from "./gives.ts";
import { oneOf } from "./one-of.ts";
import { secret } from "./secret.ts";

const command = z
  .array(z.string().min(1))
  .min(1)
  .describe("Program and arguments; no shell. It runs in this file's folder.");

const gives = z
  .record(
    z.string().regex(TARGET, { error: `write ${TARGETS}` }),
    z.string().regex(/^(\/.*)?$/, {
      error: "is no JSON pointer; write for example /queues/0/ready, or nothing for the whole answer",
    }),
  )
  .describe(`JSON pointers to the values, by what they are: ${TARGETS}.`);

const queues = z.record(name, z.string().min(1)).describe("What the broker calls the queues, by their names here.");

const tls = strict({
  ca: z.string().optional().describe("File of the authority's certificate. Default: the system's."),
  cert: z.string().optional().describe("File of the own certificate. Default: none."),
  key: z.string().optional().describe("File of its key. Default: none."),
})
  .prefault({})
  .describe("Certificates for TLS, relative to this file. Default: the system's.");

const KINDS = ["rabbitmq", "rabbitmqManagement", "host", "nvidia", "http", "command"] as const;

/** A sensor: what it is, and when it reads. */
export const sensorFields = strict({
  rabbitmq: strict({
    url: secret.describe("amqp://user@host/virtual-host, or amqps://; with a password it comes from env or file."),
    queues,
    tls,
  })
    .optional()
    .describe("Messages ready and consumers of RabbitMQ's queues."),
  rabbitmqManagement: strict({
    url: secret.describe("http://user@host:15672, or https://; with a password it comes from env or file."),
    virtualHost: z.string().min(1).prefault("/").describe("Virtual host of the queues. Default: /."),
    queues,
    tls,
  })
    .optional()
    .describe("Unacknowledged messages and rates of RabbitMQ's queues, about five seconds late."),
  host: strict({
    node: name.describe("What this machine is called in observations."),
    window: quantity(duration, 0).prefault("10s").describe("CPU utilization is the mean over so long. Default: 10s."),
  })
    .optional()
    .describe("Cores, CPU, load and memory of this machine, within the limits of its container."),
  nvidia: strict({
    node: name.describe("What this machine is called in observations."),
    program: z.string().min(1).prefault("nvidia-smi").describe("The driver's tool. Default: nvidia-smi."),
  })
    .optional()
    .describe(
      "GPUs of this machine that CUDA_VISIBLE_DEVICES leaves, by UUID, and slices of those in MIG mode: memory, utilization, compute processes.",
    ),
  http: strict({
    url: secret.describe("Address that answers JSON."),
    headers: z.record(z.string().min(1), secret).prefault({}).describe("Headers of the request. Default: none."),
    gives,
    tls,
  })
    .optional()
    .describe("Readings out of JSON from an address."),
  command: strict({ run: command, gives }).optional().describe("Readings out of JSON that a program prints."),
  period: quantity(duration, 0)
    .optional()
    .describe("How often it reads, whatever the checks do. Default: at every check."),
  timeout: quantity(duration, 0).prefault("5s").describe("How long a reading may take. Default: 5s."),
  lag: quantity(duration)
    .optional()
    .describe("How old is what it tells, when it tells it. Default: 5s for rabbitmqManagement, else none."),
  staleAfter: quantity(duration, 0)
    .optional()
    .describe("Age at which a reading is unknown. Default: two periods, its lag and its time-out."),
}).check(oneOf("a sensor", KINDS, "; write two"));

export type SensorFile = z.output<typeof sensorFields>;
export type SensorKind = (typeof KINDS)[number];

export function kindOf(sensor: SensorFile): SensorKind {
  return KINDS.find((kind) => sensor[kind] !== undefined) ?? "command";
}
