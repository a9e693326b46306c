import { type ChannelModel, connect } from "amqplib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SensorFault } from "../../live/sensor.ts";
import { rabbitmqSensor } from "../../live/sensors/rabbitmq.ts";
import { rabbitmqManagementSensor } from "../../live/sensors/rabbitmq-management.ts";
import { type Broker, startBroker, until } from "./broker.ts";

let broker: Broker;
let client: ChannelModel;
const signal = new AbortController().signal;
const never = (fault: SensorFault) => expect.unreachable(fault.message);

beforeAll(async () => {
  broker = await startBroker();
  client = await connect(broker.url);
}, 120_000);

afterAll(async () => {
  await client?.close().catch(() => undefined);
  await broker?.stop();
}, 60_000);

test("every reading is a fresh count of what waits and who consumes", async () => {
  const channel = await client.createConfirmChannel();
  await channel.assertQueue("fresh");
  const sensor = rabbitmqSensor({ url: broker.url, queues: { work: "fresh" }, tls: {} });
  const read = async () => (await sensor.read(signal, never)).queues?.work;
  expect(await read()).toEqual({ waiting: 0, consumers: 0 });
  for (let sent = 0; sent < 5; sent++) channel.sendToQueue("fresh", Buffer.from("x"));
  await channel.waitForConfirms();
  expect(await read()).toEqual({ waiting: 5, consumers: 0 });
  await channel.prefetch(2);
  await channel.consume("fresh", () => undefined);
  await until(async () => (await read())?.waiting === 3);
  expect(await read()).toEqual({ waiting: 3, consumers: 1 });
  await channel.close();
  await until(async () => (await read())?.waiting === 5);
  expect(await read()).toEqual({ waiting: 5, consumers: 0 });
  await sensor.close();
});

// Since 9.5.8 the client of the published scaler answers every later declare from what it remembers of the first.
test("aio-pika-9.5.8-stale-count: a count seen through one connection is the one of now", async () => {
  const channel = await client.createConfirmChannel();
  await channel.assertQueue("stale");
  const sensor = rabbitmqSensor({ url: broker.url, queues: { work: "stale" }, tls: {} });
  const seen = [];
  for (const ready of [0, 500, 5000]) {
    const { messageCount } = await channel.checkQueue("stale");
    for (let sent = messageCount; sent < ready; sent++) channel.sendToQueue("stale", Buffer.from("x"));
    await channel.waitForConfirms();
    seen.push((await sensor.read(signal, never)).queues?.work?.waiting);
  }
  expect(seen).toEqual([0, 500, 5000]);
  await sensor.close();
});

test("a queue that is missing is said to be, and the others are read nevertheless", async () => {
  const channel = await client.createChannel();
  await channel.assertQueue("there");
  const sensor = rabbitmqSensor({ url: broker.url, queues: { lost: "nowhere", work: "there" }, tls: {} });
  for (let reading = 0; reading < 2; reading++) {
    const faults: SensorFault[] = [];
    const { queues } = await sensor.read(signal, (fault) => faults.push(fault));
    expect(queues).toEqual({ lost: {}, work: { waiting: 0, consumers: 0 } });
    expect(faults.map(({ kind, path, message }) => ({ kind, path, message }))).toEqual([
      { kind: "refused", path: ["queues", "lost"], message: 'the broker has no queue "nowhere"' },
    ]);
  }
  await sensor.close();
});

test.each([
  ["wrong credentials", (url: string) => url.replace("guest:guest", "guest:wrong"), "refused"],
  ["an unknown virtual host", (url: string) => `${url}/nowhere`, "refused"],
  ["nobody there", (url: string) => url.replace(/:\d+$/, ":1"), "unreachable"],
] as const)("%s", async (_, change, kind) => {
  const sensor = rabbitmqSensor({ url: change(broker.url), queues: { work: "there" }, tls: {} });
  const fault = await sensor.read(signal, never).then(
    () => expect.unreachable("it was read"),
    (error: SensorFault) => error,
  );
  expect(fault).toMatchObject({ kind, path: ["url"] });
  expect(fault.message).not.toMatch(/guest|wrong/);
  await sensor.close();
});

test("the management plugin tells what is delivered and not acknowledged, and rates", async () => {
  const channel = await client.createConfirmChannel();
  await channel.assertQueue("rates");
  const sensor = rabbitmqManagementSensor({ url: broker.management, virtualHost: "/", queues: { work: "rates" } });
  await channel.prefetch(4);
  await channel.consume("rates", () => undefined);
  for (let sent = 0; sent < 6; sent++) channel.sendToQueue("rates", Buffer.from("x"));
  await channel.waitForConfirms();
  await until(async () => (await sensor.read(signal, never)).queues?.work?.inService === 4);
  await until(async () => {
    const { arrivalRate = 0, deliveryRate = 0 } = (await sensor.read(signal, never)).queues?.work ?? {};
    channel.sendToQueue("rates", Buffer.from("x"));
    return arrivalRate > 0 && deliveryRate >= 0;
  });
  await channel.close();
}, 120_000);

test("the management plugin refuses wrong credentials and unknown queues", async () => {
  const faults: SensorFault[] = [];
  for (const [url, queue] of [
    [broker.management.replace("guest:guest", "guest:wrong"), "rates"],
    [broker.management, "nowhere"],
  ] as const) {
    const sensor = rabbitmqManagementSensor({ url, virtualHost: "/", queues: { work: queue } });
    expect(await sensor.read(signal, (fault) => faults.push(fault))).toEqual({ queues: { work: {} } });
  }
  expect(faults.map(({ kind, message }) => [kind, /answers (\d+)/.exec(message)?.[1]])).toEqual([
    ["refused", "401"],
    ["refused", "404"],
  ]);
});

test("a broker that dies makes readings fail, and when it is back they are fresh again", async () => {
  const channel = await client.createConfirmChannel();
  await channel.assertQueue("durable", { durable: true });
  channel.sendToQueue("durable", Buffer.from("x"), { persistent: true });
  await channel.waitForConfirms();
  client.on("error", () => undefined);
  const sensor = rabbitmqSensor({ url: broker.url, queues: { work: "durable" }, tls: {} });
  expect((await sensor.read(signal, never)).queues?.work?.waiting).toBe(1);
  await broker.kill();
  for (let reading = 0; reading < 2; reading++) {
    const faults: SensorFault[] = [];
    const { queues } = await sensor
      .read(signal, (fault) => faults.push(fault))
      .catch((fault: SensorFault) => {
        faults.push(fault);
        return { queues: undefined };
      });
    expect({ ...queues?.work }).toEqual({});
    expect(faults.map(({ kind }) => kind)).toEqual(["unreachable"]);
  }
  await broker.start();
  expect(await sensor.read(signal, never)).toEqual({ queues: { work: { waiting: 1, consumers: 0 } } });
  await sensor.close();
}, 120_000);
