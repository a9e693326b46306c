import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import type { Queue } from "../../policies/policy.ts";
import { type Reading, type Sensor, SensorFault } from "../sensor.ts";
import { shown } from "./http.ts";

export interface RabbitmqSpec {
  /** `amqp://` or `amqps://`, with user, password and virtual host. */
  readonly url: string;
  /** Names in observations, and what the broker calls them. */
  readonly queues: Readonly<Record<string, string>>;
  /** Files of the certificates for `amqps://`. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/**
 * Messages ready and consumers of queues, by declaring each passively. Each probe has a channel of its own: a missing queue closes it,
 * and on a channel that lives on, a client may answer from what it remembers. A connection that broke, or did not answer in time, is
 * made anew by the next reading; so every reading is a fresh one or none.
 */
export function rabbitmqSensor({ url, queues, tls }: RabbitmqSpec): Sensor {
  const certificates = Object.fromEntries(
    Object.entries(tls).map(([name, file]) => [name, certificate(file, ["tls", name])]),
  );
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
          throw refusal(error, url, "ca" in tls);
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

/** A certificate or, at `key`, a private key. Throws a `SensorFault` when the file is neither. */
function certificate(file: string, path: readonly string[]): Buffer {
  try {
    const contents = readFileSync(file);
    if (path.includes("key")) createPrivateKey(contents);
    else new X509Certificate(contents);
    return contents;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    const what = syscall === undefined ? `is no ${path.includes("key") ? "key" : "certificate"}` : "cannot be read";
    throw new SensorFault("refused", `the file ${basename(file)} ${what} (${code})`, path);
  }
}

async function open(
  url: string,
  certificates: Readonly<Record<string, Buffer>>,
  lost: () => void,
): Promise<ChannelModel> {
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
function refusal(error: Error, url: string, hasAuthority: boolean): SensorFault {
  const { message, name } = error;
  const { code = "" } = error as NodeJS.ErrnoException;
  // Whoever that is, it is not who was asked for.
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    const remedy = hasAuthority
      ? "this authority does not vouch for it"
      : "name the authority's certificate in tls: { ca: FILE }";
    const why = `${shown(url)}: the certificate there is not accepted, ${message}; ${remedy}`;
    return new SensorFault("unreachable", why, hasAuthority ? ["tls", "ca"] : ["url"]);
  }
  // What it says when the user may come in and the virtual host is closed to them, or is none.
  if (message.includes("ConnectionClose")) {
    return new SensorFault("refused", `${shown(url)}: there is no such virtual host, or none for this user`, ["url"]);
  }
  const saysNo = /ACCESS[-_]REFUSED|NOT[-_]ALLOWED/i.test(message);
  const said = message === "" ? code || name : message;
  return new SensorFault(saysNo ? "refused" : "unreachable", `${shown(url)}: ${said}`, ["url"]);
}

function asked(error: Error, name: string, queue: string): SensorFault {
  const path = ["queues", name];
  const { code } = error as { readonly code?: unknown };
  if (code === 404) return new SensorFault("refused", `the broker has no queue "${queue}"`, path);
  if (code === 403) return new SensorFault("refused", `this user may not look at the queue "${queue}"`, path);
  return new SensorFault(code === 405 ? "refused" : "unreachable", `queue "${queue}": ${error.message}`, path);
}
