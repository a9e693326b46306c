import { connect as connectTcp, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "amqplib";
import type { JournalRecord, Observation } from "../../../policies/index.ts";
import { type Broker, startBroker, until } from "../../live/broker.ts";
import { between, changesIn, gapsIn, now, unless } from "./checks.ts";
import type { FaultRow } from "./fault.ts";
import { type Workshop, workshop } from "./workshop.ts";

const config = `version: 1
check: 500ms
policy:
  policy: distributed-funsearch
  parameters:
    step: 4
    sampler: null
    evaluator: { group: workers, queue: work, maximum: 5 }
    maximumCpuUtilization: null
    maximumLoadPerCore: null
groups:
  workers: { serves: [work], maximum: 5, owner: { processes: { run: [sh, worker.sh] } } }
sensors:
  - rabbitmq: { url: { env: FAULT_BROKER }, queues: { work: jobs } }
    timeout: 400ms
`;

const waiting = ({ queues }: Observation) => queues.work?.waiting;
const LONGEST = 5;

/** What becomes of a runner when its broker is killed, blocks publishers, or is slow. */
export async function brokerFaults(): Promise<FaultRow[]> {
  const broker = await startBroker();
  try {
    await fill(broker);
    return [await killed(broker), await blocked(broker), await slow(broker)];
  } finally {
    await broker.stop();
  }
}

async function fill(broker: Broker): Promise<void> {
  const connection = await connect(broker.url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue("jobs", { durable: true });
  await channel.purgeQueue("jobs");
  for (let sent = 0; sent < 20; sent++) channel.sendToQueue("jobs", Buffer.from("x"), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

async function killed(broker: Broker): Promise<FaultRow> {
  return inWorkshop(broker.url, async (shop) => {
    await until(() => shop.workers().length === 4);
    await broker.kill();
    await blind(shop);
    const from = now();
    await delay(3000);
    const to = now();
    await broker.start();
    await until(() => last(shop)?.queues.work?.waiting === 20);
    await until(() => shop.workers().length === 5);
    const away = between(shop.records(), from, to);
    return {
      fault: "broker killed, and started again",
      must: "while it is away nothing is known of its queue, nothing changes, and checks go on; then all is as before",
      seen: `${away.length} checks meanwhile`,
      violations: [...holding(away), ...gapsIn(shop.records(), LONGEST)],
    };
  });
}

/** Alarms stop connections that publish, and no others. */
async function blocked(broker: Broker): Promise<FaultRow> {
  await fill(broker);
  return inWorkshop(broker.url, async (shop) => {
    await until(() => shop.workers().length === 4);
    const violations: string[] = [];
    const counts: string[] = [];
    for (const [name, set, unset] of [
      ["memory", ["set_vm_memory_high_watermark", "absolute", "1"], ["set_vm_memory_high_watermark", "0.6"]],
      ["disk", ["set_disk_free_limit", "1000000GB"], ["set_disk_free_limit", "1MB"]],
    ] as const) {
      broker.control(...set);
      await delay(1000);
      const from = now();
      await delay(3000);
      const seen = between(shop.records(), from, now());
      const fresh = seen.filter(({ observation }) => waiting(observation) === 20).length;
      counts.push(`${name}: ${fresh} of ${seen.length} readings fresh`);
      violations.push(
        ...unless(fresh > 0 && fresh >= seen.length - 1, `${name} alarm: ${seen.length - fresh} readings missing`),
      );
      broker.control(...unset);
    }
    broker.control("set_vm_memory_high_watermark", "absolute", "1");
    broker.control("purge_queue", "jobs");
    await until(() => shop.table()?.desired === 1);
    broker.control("set_vm_memory_high_watermark", "0.6");
    return {
      fault: "broker blocked by its memory alarm, and by its disk alarm",
      must: "the queue is read as before, and what is decided is done",
      seen: counts.join("; "),
      violations: [...violations, ...gapsIn(shop.records(), LONGEST)],
    };
  });
}

async function slow(broker: Broker): Promise<FaultRow> {
  await fill(broker);
  const link = await slowLink(Number(new URL(broker.url).port));
  try {
    const url = new URL(broker.url);
    url.port = String(link.port);
    return await inWorkshop(url.href, async (shop) => {
      await until(() => shop.workers().length === 4);
      link.delay = 2000;
      await blind(shop);
      const from = now();
      await delay(5000);
      const to = now();
      link.delay = 5;
      await until(() => last(shop)?.queues.work?.waiting === 20);
      await until(() => shop.workers().length === 5);
      const away = between(shop.records(), from, to);
      return {
        fault: "broker slow: 2 s each way, beyond the time-out",
        must: "as one that is away; checks are not held up",
        seen: `${away.length} checks meanwhile`,
        violations: [...holding(away), ...unless(away.length >= 5, `${away.length} checks in 5 s`)],
      };
    });
  } finally {
    link.close();
  }
}

async function inWorkshop(url: string, use: (shop: Workshop) => Promise<FaultRow>): Promise<FaultRow> {
  process.env.FAULT_BROKER = url;
  const shop = workshop(config);
  try {
    shop.start();
    return await use(shop);
  } finally {
    await shop.close();
  }
}

async function blind(shop: Workshop): Promise<void> {
  await until(() => {
    const seen = last(shop);
    return seen !== undefined && waiting(seen) === undefined;
  });
}

function last(shop: Workshop): Observation | undefined {
  return shop.records().at(-1)?.observation;
}

/** Nothing is known of the queue, and the count stays. */
function holding(records: readonly JournalRecord[]): string[] {
  const seeing = records.filter(({ observation }) => Object.keys(observation.queues.work ?? {}).length > 0);
  return [
    ...unless(seeing.length === 0, `${seeing.length} checks had a reading`),
    ...unless(changesIn(records).length === 0, "the count changed"),
    ...unless(records.length > 0, "there was no check"),
  ];
}

interface Link {
  readonly port: number;
  /** Milliseconds each way. */
  delay: number;
  close(): void;
}

/** A port that hands on what comes so much later, in both directions. */
async function slowLink(target: number): Promise<Link> {
  const sockets = new Set<Socket>();
  let delay = 5;
  const server = createServer((near) => {
    const far = connectTcp(target, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => undefined);
      from.on("data", (data) => setTimeout(() => to.writable && to.write(data), delay));
      from.on("close", () => setTimeout(() => to.destroy(), delay));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    get delay() {
      return delay;
    },
    set delay(milliseconds) {
      delay = milliseconds;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
