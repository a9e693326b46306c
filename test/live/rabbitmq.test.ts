import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChannelModel, connect } from "amqplib";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { steadyClock } from "../../live/clock.ts";
import { parseLive } from "../../live/config.ts";
import { openPlant, type Plant } from "../../live/plant.ts";
import { processesWith } from "../../live/process-table.ts";
import { runLive } from "../../live/run.ts";
import type { SensorFault } from "../../live/sensor.ts";
import { rabbitmqSensor } from "../../live/sensors/rabbitmq.ts";
import { rabbitmqManagementSensor } from "../../live/sensors/rabbitmq-management.ts";
import { bind, type UsageError } from "../../policies/index.ts";
import { type Broker, startBroker, until } from "./broker.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { funsearchConfig, funsearchPrograms } from "./funsearch-programs.ts";

let broker: Broker;
let client: ChannelModel;
let folder: string;
let certificates: Certificates;
const signal = new AbortController().signal;
const never = (fault: SensorFault) => expect.unreachable(fault.message);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-tls-"));
  certificates = makeCertificates(folder);
  broker = await startBroker(certificates);
  client = await connect(broker.url);
  // A broker that is killed forgets queues of its last two seconds.
  const channel = await client.createChannel();
  await channel.assertQueue("durable", { durable: true });
  await channel.close();
}, 120_000);

afterAll(async () => {
  await client?.close().catch(() => undefined);
  await broker?.stop();
  rmSync(folder, { recursive: true, force: true });
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

/** What a start says of a broker at an address that comes from the environment: the exit code, and what and where; or what it sees. */
async function started(url: string, tls: Record<string, string> = {}, queue = "there") {
  process.env.TEST_SECURE = url;
  const text = `version: 1
policy: static
groups: { w: { owner: { command: { read: [echo, "1"] } } } }
sensors:
  - { timeout: 60s, rabbitmq: { url: { env: TEST_SECURE }, queues: { work: ${queue} }, tls: ${JSON.stringify(tls)} } }
`;
  try {
    const config = parseLive(text, join(folder, "live.yaml"));
    const plant = await openPlant(config, folder, steadyClock(), pino({ level: "silent" }));
    const { queues } = await plant.observe(signal);
    await plant.close();
    return queues;
  } catch (error) {
    const { exitCode, message } = error as UsageError;
    expect(message).not.toMatch(/guest|nobody:|secret/);
    return [exitCode, message.replace(folder, "").replace(/127.0.0.1:\d+/, "HOST")];
  }
}

test("speaks TLS with a broker whose authority the configuration names, and with no other", async () => {
  const { ca, other, key } = certificates;
  await client.createChannel().then((channel) => channel.assertQueue("there"));
  expect(await started(broker.secureUrl, { ca })).toEqual({ work: { waiting: 0, consumers: 0 } });
  // Relative to the configuration.
  expect(await started(broker.secureUrl, { ca: "ca.pem" })).toEqual({ work: { waiting: 0, consumers: 0 } });
  const refused = (place: string, why: string) => [
    69,
    expect.stringMatching(
      `^/live.yaml:5:\\d+ sensors\\[0\\].rabbitmq.${place}: amqps://HOST: the certificate there is not accepted, .*; ${why}`,
    ),
  ];
  expect(await started(broker.secureUrl, { ca: other })).toEqual(
    refused("tls.ca", "this authority does not vouch for it"),
  );
  expect(await started(broker.secureUrl)).toEqual(
    refused("url", "name the authority's certificate in tls: { ca: FILE }"),
  );
  writeFileSync(join(folder, "empty.pem"), "");
  const wrong = async (tls: Record<string, string>) => String(await started(broker.secureUrl, tls));
  expect(await wrong({ ca: "nowhere.pem" })).toMatch(
    /rabbitmq.tls.ca: the file nowhere.pem cannot be read \(ENOENT\)$/,
  );
  expect(await wrong({ ca: "empty.pem" })).toMatch(/rabbitmq.tls.ca: the file empty.pem is no certificate/);
  expect(await wrong({ ca, cert: key })).toMatch(/rabbitmq.tls.cert: the file server.key is no certificate/);
  expect(await wrong({ ca, key: ca })).toMatch(/rabbitmq.tls.key: the file ca.pem is no key/);
});

/** Makes something through the management plugin; who makes a virtual host may do everything in it. */
async function manage(path: string, body: object): Promise<void> {
  const authorization = `Basic ${Buffer.from("guest:guest").toString("base64")}`;
  const address = `${broker.management.replace("guest:guest@", "")}/api/${path}`;
  const headers = { authorization, "content-type": "application/json" };
  expect((await fetch(address, { method: "PUT", headers, body: JSON.stringify(body) })).ok).toBe(true);
}

test("virtual hosts, and what a user may do in them", async () => {
  const { ca } = certificates;
  await manage("vhosts/team%2Fa", {});
  await manage("users/nobody", { password: "secret", tags: "" });
  const other = await connect(`${broker.url}/team%2Fa`);
  const channel = await other.createConfirmChannel();
  await channel.assertQueue("there");
  channel.sendToQueue("there", Buffer.from("x"));
  await channel.waitForConfirms();
  expect(await started(`${broker.secureUrl}/team%2Fa`, { ca })).toEqual({ work: { waiting: 1, consumers: 0 } });
  const as = (user: string) => broker.secureUrl.replace("guest:guest", user);
  const noHost = [
    2,
    expect.stringMatching(
      /rabbitmq.url: amqps:\/\/HOST\/team%2Fa: there is no such virtual host, or none for this user$/,
    ),
  ];
  expect(await started(`${as("nobody:secret")}/team%2Fa`, { ca })).toEqual(noHost);
  expect(await started(as("nobody:wrong"), { ca })).toEqual([
    2,
    expect.stringMatching(/rabbitmq.url: amqps:\/\/HOST: .*ACCESS_REFUSED/),
  ]);
  expect(await started(`${broker.secureUrl}/team%2Fa`, { ca }, "elsewhere")).toEqual([
    2,
    expect.stringMatching(/rabbitmq.queues.work: the broker has no queue "elsewhere"$/),
  ]);
  await other.close();
});

test("the management plugin tells what is delivered and not acknowledged, and rates", async () => {
  const channel = await client.createConfirmChannel();
  await channel.assertQueue("rates");
  const sensor = rabbitmqManagementSensor({
    tls: {},
    url: broker.management,
    virtualHost: "/",
    queues: { work: "rates" },
  });
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
    const sensor = rabbitmqManagementSensor({ tls: {}, url, virtualHost: "/", queues: { work: queue } });
    expect(await sensor.read(signal, (fault) => faults.push(fault))).toEqual({ queues: { work: {} } });
  }
  expect(faults.map(({ kind, message }) => [kind, /answers (\d+)/.exec(message)?.[1]])).toEqual([
    ["refused", "401"],
    ["refused", "404"],
  ]);
});

test("the configuration for DistributedFunSearch starts a sampler where a GPU has room, when prompts wait", async () => {
  const channel = await client.createConfirmChannel();
  for (const queue of ["sampler_queue", "evaluator_queue"]) await channel.assertQueue(queue);
  for (let sent = 0; sent < 51; sent++) channel.sendToQueue("sampler_queue", Buffer.from("prompt"));
  await channel.waitForConfirms();
  const home = mkdtempSync(join(tmpdir(), "disfun-sim-funsearch-"));
  const { note } = funsearchPrograms(home);
  const { PATH = "" } = process.env;
  const own = { PATH: `${home}:${PATH}`, HOME_OF_TEST: home };
  Object.assign(process.env, own, { RABBITMQ_URL: broker.url, RABBITMQ_MANAGEMENT_URL: broker.management });
  const clock = steadyClock();
  const log = pino({ level: "silent" });
  const config = parseLive(readFileSync(funsearchConfig, "utf8"), join(home, "distributed-funsearch.yaml"));
  let plant: Plant | undefined;
  try {
    // The management plugin has to have counted once.
    await until(async () => {
      await plant?.close();
      plant = await openPlant(config, join(home, "state"), clock, log);
      return (await plant.observe(signal)).queues.sampler_queue?.inService === 0;
    });
    if (plant === undefined) return expect.unreachable("it was not opened");
    // A machine that tests may have less memory than a model needs.
    const parameters = { ...(config.policy.parameters as object), minimumFreeMemory: null };
    await runLive({
      config,
      plant,
      policies: [{ label: "funsearch", policy: bind("distributed-funsearch", parameters) }],
      folder: home,
      journals: home,
      clock,
      log,
      signal,
      checks: 1,
      act: { state: undefined },
      told: () => undefined,
    });
    await until(() => note("up") !== undefined);
    expect(note("started")).toBe("sampler-1 6 PCI_BUS_ID -m disfun.attach_samplers --no-dynamic-scaling\n");
    const { groups } = await plant.observe(signal);
    expect(groups).toMatchObject({
      sampler: { desired: 1, replicas: [{ devices: ["GPU-b"] }] },
      evaluator: { desired: 0 },
    });
  } finally {
    await plant?.close();
    process.env.PATH = PATH;
    for (const { pid } of processesWith(`HOME_OF_TEST=${home}`)) process.kill(pid, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  }
}, 120_000);

test("a broker that dies makes readings fail, and when it is back they are fresh again", async () => {
  const channel = await client.createConfirmChannel();
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
