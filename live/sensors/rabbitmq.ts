import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import type { Queue } from "../../policies/policy.ts";
import { type Reading, type Sensor, SensorFault } from "../sensor.ts";
import { shown } from "./http.ts";
import { type Certificates, certificatesIn, type TlsFiles, untrusted } from "./tls.ts";

export interface RabbitmqSpec {
  /** `amqp://` or `amqps://`, with user, password and virtual host. */
  readonly url: string;
  /** Names in observations, and what the broker calls them. */
  readonly queues: Readonly<Record<string, string>>;
  /** Files of the certificates for `amqps://`. */
  readonly tls: TlsFiles;
}

/**
 * Messages ready and consumers of queues, by declaring each passively. Each probe has a channel of its own: a missing queue closes it,
 * and on a channel that lives on, a client may answer from what it remembers. A connection that broke, or did not answer in time, is
 * made anew by the next reading; so every reading is a fresh one or none.
 */
export function rabbitmqSensor({ url, queues, tls }: RabbitmqSpec): Sensor {
  const certificates = certificatesIn(tls);
  let connection: Promise<ChannelModel> | undefined;

  function connected(): Promise<ChannelModel> {
    connection ??= open(url, certificates, forget);
    return connection;
  }
  /** Leaves a connection to its fate; closing it politely would wait for a broker that may be gone. */
  function forget(): void {
    connection?.then((model) => model.close()).catch(() => undefined);
    connection = undefined;
  }

  return {
    listed: () => ({ queues: Object.fromEntries(Object.keys(queues).map((name) => [name, {}])) }),
    async read(signal, failed): Promise<Reading> {
      signal.addEventListener("abort", forget, { once: true });
      try {
        const model = await connected().catch((error: Error) => {
          connection = undefined;
          throw untrusted(error, shown(url), certificates) ?? refusal(error, url);
        });
        const probes = Object.entries(queues).map(async ([name, queue]): Promise<[string, Queue]> => {
          try {
            return [name, await probe(model, queue)];
          } catch (error) {
            failed(asked(error as Error, name, queue));
            return [name, {}];
          }
        });
        return { queues: Object.fromEntries(await Promise.all(probes)) };
      } finally {
        signal.removeEventListener("abort", forget);
      }
    },
    async close() {
      await connection?.then((model) => model.close()).catch(() => undefined);
    },
  };
}

async function open(url: string, certificates: Certificates, lost: () => void): Promise<ChannelModel> {
  const address = new URL(url);
  if (!address.searchParams.has("heartbeat")) address.searchParams.set("heartbeat", "10");
  const model = await connect(address.href, { ...certificates, noDelay: true } satisfies SocketOptions);
  model.on("error", () => undefined);
  model.on("close", lost);
  return model;
}

async function probe(model: ChannelModel, queue: string): Promise<Queue> {
  const channel = await model.createChannel();
  channel.on("error", () => undefined);
  const { messageCount, consumerCount } = await channel.checkQueue(queue);
  await channel.close();
  return { waiting: messageCount, consumers: consumerCount };
}

/** Why there is no connection: a broker that says no, or none that answers. */
function refusal(error: Error, url: string): SensorFault {
  const { message, name } = error;
  // What it says when the user may come in and the virtual host is closed to them, or is none.
  if (message.includes("ConnectionClose")) {
    return new SensorFault("refused", `${shown(url)}: there is no such virtual host, or none for this user`, ["url"]);
  }
  const saysNo = /ACCESS[-_]REFUSED|NOT[-_]ALLOWED/i.test(message);
  const said = message === "" ? ((error as NodeJS.ErrnoException).code ?? name) : message;
  return new SensorFault(saysNo ? "refused" : "unreachable", `${shown(url)}: ${said}`, ["url"]);
}

function asked(error: Error, name: string, queue: string): SensorFault {
  const path = ["queues", name];
  const { code } = error as { readonly code?: unknown };
  if (code === 404) return new SensorFault("refused", `the broker has no queue "${queue}"`, path);
  if (code === 403) return new SensorFault("refused", `this user may not look at the queue "${queue}"`, path);
  return new SensorFault(code === 405 ? "refused" : "unreachable", `queue "${queue}": ${error.message}`, path);
}
