import type { Queue } from "../../policies/policy.ts";
import { asFault, type Sensor, SensorFault } from "../sensor.ts";
import { getJson, withoutUser } from "./http.ts";
import { certificatesIn, type TlsFiles } from "./tls.ts";

export interface RabbitmqManagementSpec {
  /** `http://` or `https://` with user and password. */
  readonly url: string;
  readonly virtualHost: string;
  /** Names in observations, and what the broker calls them. */
  readonly queues: Readonly<Record<string, string>>;
  readonly tls: TlsFiles;
}

/**
 * Messages that are delivered and not acknowledged, and rates, from the management plugin. It gathers them every five seconds, so what it
 * tells is late; counts of waiting messages come from `rabbitmq`, which is not.
 */
export function rabbitmqManagementSensor({ url, virtualHost, queues, tls }: RabbitmqManagementSpec): Sensor {
  const { address: base, authorization } = withoutUser(url);
  const certificates = certificatesIn(tls);

  async function one(queue: string, signal: AbortSignal): Promise<Queue> {
    const address = new URL(base);
    address.pathname = `${address.pathname.replace(/\/$/, "")}/api/queues/${encodeURIComponent(virtualHost)}/${encodeURIComponent(queue)}`;
    return readings(await getJson(address.href, authorization, certificates, signal));
  }

  return {
    listed: () => ({ queues: Object.fromEntries(Object.keys(queues).map((name) => [name, {}])) }),
    async read(signal, failed) {
      const read = Object.entries(queues).map(async ([name, queue]): Promise<[string, Queue]> => {
        try {
          return [name, await one(queue, signal)];
        } catch (error) {
          const { kind, message, path } = asFault(error);
          failed(new SensorFault(kind, message, kind === "refused" ? ["queues", name] : path));
          return [name, {}];
        }
      });
      return { queues: Object.fromEntries(await Promise.all(read)) };
    },
    close: async () => undefined,
  };
}

interface Told {
  readonly messages_unacknowledged?: number;
  readonly message_stats?: {
    readonly publish_details?: { readonly rate?: number };
    readonly deliver_get_details?: { readonly rate?: number };
  };
}

/** A queue that nothing moves through has no `message_stats`, or not all of them: its rates are zero, not unknown. */
function readings(document: unknown): Queue {
  const { messages_unacknowledged: inService, message_stats: stats } = (document ?? {}) as Told;
  // Just declared, and not counted yet.
  if (typeof inService !== "number") return {};
  return {
    inService,
    arrivalRate: stats?.publish_details?.rate ?? 0,
    deliveryRate: stats?.deliver_get_details?.rate ?? 0,
  };
}
