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
 * tells is late; counts of waiting messages come from `rabbitmq`, which is not. Rates are means since the reading before, or over
 * `LEAST_WINDOW` where that is longer, from its counters: its own are of its last interval alone, and miss what came before it.
 */
export function rabbitmqManagementSensor({ url, virtualHost, queues, tls }: RabbitmqManagementSpec): Sensor {
  const { address: base, authorization } = withoutUser(url);
  const certificates = certificatesIn(tls);
  const before = new Map<string, readonly Counters[]>();

  async function one(queue: string, signal: AbortSignal): Promise<Queue> {
    const address = new URL(base);
    address.pathname = `${address.pathname.replace(/\/$/, "")}/api/queues/${encodeURIComponent(virtualHost)}/${encodeURIComponent(queue)}`;
    const told = ((await getJson(address.href, authorization, certificates, signal)) ?? {}) as Told;
    const now = countersOf(told);
    const earlier = sinceWindow(before.get(queue) ?? [], now);
    before.set(queue, [...earlier, now]);
    const rates = ratesOf(told, earlier[0], now);
    // Without it the queue is just declared, and not counted yet.
    return typeof told.messages_unacknowledged === "number"
      ? { inService: told.messages_unacknowledged, ...rates }
      : {};
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
    readonly publish?: number;
    readonly publish_details?: { readonly rate?: number };
    readonly deliver_get?: number;
    readonly deliver_get_details?: { readonly rate?: number };
  };
}

interface Counters {
  /** In seconds, of a clock that nobody sets. */
  readonly time: number;
  readonly published: number;
  readonly delivered: number;
}

/** A queue that nothing moves through has no `message_stats`, or not all of them: its counts are zero, not unknown. */
function countersOf({ message_stats: stats = {} }: Told): Counters {
  return { time: performance.now() / 1000, published: stats.publish ?? 0, delivered: stats.deliver_get ?? 0 };
}

/** In seconds: the plugin gathers every five, and a rate over less would be nothing and then too much. */
const LEAST_WINDOW = 5;

/** From the last reading on that is long enough ago, or from the first; none of before the broker has forgotten its counts. */
function sinceWindow(samples: readonly Counters[], now: Counters): readonly Counters[] {
  const last = samples.at(-1);
  if (last !== undefined && (now.published < last.published || now.delivered < last.delivered)) return [];
  const base = samples.findLastIndex(({ time }) => now.time - time >= LEAST_WINDOW);
  return samples.slice(Math.max(0, base));
}

/** Of the first reading, the plugin's own rates. */
function ratesOf(
  { message_stats: stats = {} }: Told,
  before: Counters | undefined,
  now: Counters,
): Pick<Queue, "arrivalRate" | "deliveryRate"> {
  if (before === undefined)
    return {
      arrivalRate: stats.publish_details?.rate ?? 0,
      deliveryRate: stats.deliver_get_details?.rate ?? 0,
    };
  const elapsed = now.time - before.time;
  return {
    arrivalRate: (now.published - before.published) / elapsed,
    deliveryRate: (now.delivered - before.delivered) / elapsed,
  };
}
