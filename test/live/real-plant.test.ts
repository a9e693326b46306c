import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "amqplib";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { steadyClock } from "../../live/clock.ts";
import { parseLive } from "../../live/config.ts";
import { openPlant, type Plant } from "../../live/plant.ts";
import { processesWith } from "../../live/process-table.ts";
import { runLive } from "../../live/run.ts";
import { bind, type Observation } from "../../policies/index.ts";
import { type Broker, startBroker, until } from "./broker.ts";

const { signal } = new AbortController();
const log = pino({ level: "silent" });
const clock = steadyClock();
let folder: string;
let broker: Broker;
let plant: Plant;

const config = () =>
  parseLive(
    `version: 1
check: 1s
policy: static
groups:
  workers:
    serves: [work]
    owner:
      timeout: 60s
      processes:
        run: [${process.execPath}, ${join(import.meta.dirname, "worker.mjs")}]
        environment: { BROKER: { env: TEST_BROKER }, QUEUE: jobs, NOTES: ${join(folder, "notes")} }
        backoff: { first: 100ms, most: 500ms }
sensors:
  - rabbitmq: { url: { env: TEST_BROKER }, queues: { work: jobs } }
    timeout: 10s
`,
    join(folder, "live.yaml"),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-plant-"));
  broker = await startBroker();
  process.env.TEST_BROKER = broker.url;
  await send();
  plant = await openPlant(config(), folder, clock, log);
}, 120_000);

afterAll(async () => {
  await plant?.close();
  for (const { pid } of processesWith(`NOTES=${join(folder, "notes")}`)) process.kill(pid, "SIGKILL");
  await broker?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function send(...messages: string[]): Promise<void> {
  const connection = await connect(broker.url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue("jobs", { durable: true });
  for (const message of messages) channel.sendToQueue("jobs", Buffer.from(message), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

const to = (desired: number, release: string[] = []) =>
  plant.scale({ kind: "scale", group: "workers", desired, release }, signal);

/** What is observed once it is so. */
async function observed(isSo: (seen: Observation) => boolean): Promise<Observation> {
  let seen = await plant.observe(signal);
  await until(async () => {
    await plant.tend(signal);
    seen = await plant.observe(signal);
    return isSo(seen);
  }, 90);
  return seen;
}

const idsOf = ({ groups }: Observation) => groups.workers?.replicas.map(({ id }) => id);
const notes = () =>
  existsSync(join(folder, "notes")) ? readFileSync(join(folder, "notes"), "utf8").trim().split("\n") : [];

test("after a scale to three, three consume; the same again changes nothing", async () => {
  await to(3);
  const three = await observed(({ queues }) => queues.work?.consumers === 3);
  expect(idsOf(three)).toEqual(["workers-1", "workers-2", "workers-3"]);
  await to(3);
  expect(idsOf(await observed(() => true))).toEqual(idsOf(three));
}, 120_000);

test("the message of a killed worker is delivered again, and the worker is replaced", async () => {
  await send("hold");
  await until(() => notes().length === 1);
  const [holder = ""] = notes()[0]?.split(" ") ?? [];
  const [process_] = processesWith(`DISFUN_REPLICA_ID=${holder}`);
  process.kill(process_?.pid ?? 0, "SIGKILL");
  await until(() => notes().length === 2);
  expect(notes()[1]).toMatch(/^workers-\d hold again$/);
  const after = await observed(({ queues }) => queues.work?.consumers === 3);
  expect(idsOf(after)).not.toContain(holder);
  expect(idsOf(after)).toContain("workers-4");
}, 120_000);

test("those released are those named", async () => {
  const [first = "", second = "", third = ""] = idsOf(await plant.observe(signal)) ?? [];
  await to(2, [second]);
  expect(idsOf(await observed(({ queues }) => queues.work?.consumers === 2))).toEqual([first, third]);
}, 120_000);

test("while the broker is away nothing is known of its queue and nothing is scaled; when it is back so are its workers", async () => {
  await broker.kill();
  const seen = await observed(({ queues }) => Object.keys(queues.work ?? {}).length === 0);
  expect(seen.queues).toEqual({ work: {} });
  const run = {
    config: config(),
    plant,
    folder,
    journals: folder,
    clock,
    log,
    signal,
    told: () => undefined,
    checks: 1,
  };
  const policies = [{ label: "static", policy: bind("static", { counts: { workers: 0 } }) }] as const;
  await runLive({ ...run, policies, act: { state: undefined } });
  expect((await plant.observe(signal)).groups.workers?.desired).toBe(2);
  await broker.start();
  const back = await observed(({ queues }) => queues.work?.consumers === 2);
  expect(back.groups.workers?.replicas).toHaveLength(2);
}, 180_000);
