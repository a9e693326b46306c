import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "amqplib";
import { pino } from "pino";
import { steadyClock } from "../../../live/clock.ts";
import { parseLive } from "../../../live/config.ts";
import { openPlant } from "../../../live/plant.ts";
import { processesWith } from "../../../live/process-table.ts";
import { runLive } from "../../../live/run.ts";
import { startBroker, until } from "../broker.ts";
import { CHECK, GROUP, lead, QUEUE, type World } from "./world.ts";

const config = (folder: string) => `version: 1
check: ${CHECK}s
policy: static
groups:
  ${GROUP}:
    serves: [${QUEUE}]
    owner:
      timeout: 60s
      processes:
        run: [${process.execPath}, ${join(import.meta.dirname, "worker.mjs")}]
        environment: { BROKER: { env: TEST_BROKER }, QUEUE: jobs, NOTES: ${join(folder, "notes")} }
        ready: { exec: [sh, -c, 'test -e "$NOTES.$DISFUN_REPLICA_ID"'], timeout: 30s }
        drain: { grace: 1s }
        backoff: { first: 3s, most: 3s }
sensors:
  - rabbitmq: { url: { env: TEST_BROKER }, queues: { ${QUEUE}: jobs } }
    timeout: 10s
`;

/** A real RabbitMQ, real processes, and the runner that acts on them. */
export async function realWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-world-"));
  const notes = join(folder, "notes");
  const broker = await startBroker();
  process.env.TEST_BROKER = broker.url;
  await send(0);
  const clock = steadyClock();
  const log = pino({ level: "silent" });
  const live = parseLive(config(folder), join(folder, "live.yaml"));
  const plant = await openPlant(live, folder, clock, log);
  const led = lead();
  const end = new AbortController();
  const running = runLive({
    config: live,
    plant,
    policies: [{ label: "led", policy: led.policy }],
    folder,
    journals: folder,
    clock,
    log,
    signal: end.signal,
    act: { state: undefined },
    told: () => undefined,
  });

  async function send(messages: number): Promise<void> {
    const connection = await connect(broker.url);
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue("jobs", { durable: true });
    for (let sent = 0; sent < messages; sent++) channel.sendToQueue("jobs", Buffer.from("hold"), { persistent: true });
    await channel.waitForConfirms();
    await connection.close();
  }
  const noted = () => (existsSync(notes) ? readFileSync(notes, "utf8").trim().split("\n") : []);

  return {
    lead: led,
    async seen(isSo) {
      const before = led.checks();
      let found = led.latest();
      await until(() => {
        found = led.latest();
        return found !== undefined && led.checks() > before && isSo(found);
      }, PATIENCE);
      if (found === undefined) throw new Error("no check was made");
      return found;
    },
    send,
    async killOne() {
      await until(() => noted().length === 2);
      const [holder = ""] = noted().at(-1)?.split(" ") ?? [];
      for (const { pid } of processesWith(`DISFUN_REPLICA_ID=${holder}`)) process.kill(pid, "SIGKILL");
      return holder;
    },
    stopBroker: broker.kill,
    startBroker: broker.start,
    redelivered: async () => noted().filter((line) => line.endsWith(" again")).length,
    async close() {
      end.abort();
      await running;
      await plant.close();
      for (const { pid } of processesWith(`NOTES=${notes}`)) process.kill(pid, "SIGKILL");
      await broker.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Seconds; a machine that does other work as well may take long to start a worker. */
const PATIENCE = 90;
