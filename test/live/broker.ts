import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "amqplib";
import type { Certificates } from "./certificates.ts";

export interface Broker {
  readonly url: string;
  /** Where it speaks TLS, when it has certificates. */
  readonly secureUrl: string;
  readonly management: string;
  /** Kills it as a failing machine would. */
  kill(): Promise<void>;
  /** Starts it again, with what it had on disk. */
  start(): Promise<void>;
  control(...words: string[]): void;
  stop(): Promise<void>;
}

/** A real RabbitMQ on loopback, with ports and a folder of its own. Statistics come every half second instead of every five. */
export async function startBroker(certificates?: Certificates): Promise<Broker> {
  const [port, management, dist, epmd, secure] = (await Promise.all([free(), free(), free(), free(), free()])) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-rabbitmq-"));
  const at = (name: string) => join(folder, name);
  writeFileSync(at("enabled_plugins"), "[rabbitmq_management].\n");
  const tls =
    certificates === undefined
      ? ""
      : `listeners.ssl.1 = 127.0.0.1:${secure}\nssl_options.cacertfile = ${certificates.ca}\nssl_options.certfile = ${certificates.cert}\nssl_options.keyfile = ${certificates.key}\n`;
  writeFileSync(
    at("rabbitmq.conf"),
    `${tls}listeners.tcp.1 = 127.0.0.1:${port}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = ${management}\ncollect_statistics_interval = 500\n`,
  );
  const env = {
    ...process.env,
    HOME: folder,
    ERL_EPMD_PORT: String(epmd),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_NODENAME: `test-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(dist),
    RABBITMQ_CONFIG_FILE: at("rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: at("enabled_plugins"),
    RABBITMQ_MNESIA_BASE: at("data"),
    RABBITMQ_LOG_BASE: at("log"),
    RABBITMQ_PID_FILE: at("pid"),
    // Two schedulers are plenty for a few messages, and leave the machine to the tests.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+S 2:2 +sbwt none",
  };
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  let child: ReturnType<typeof spawn> | undefined;

  async function start(): Promise<void> {
    child = spawn("/usr/lib/rabbitmq/bin/rabbitmq-server", { env, stdio: "ignore", detached: true });
    await until(async () => {
      const connection = await connect(url);
      await connection.close();
      return (await fetch(`http://127.0.0.1:${management}/`)).ok;
    });
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const { pid, exitCode, signalCode } = child ?? {};
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const closed = new Promise((resolve) => child?.once("close", resolve));
    process.kill(-pid, signal);
    await closed;
  }

  // RabbitMQ would start one itself, and leave it running.
  const names = spawn("epmd", [], { env, stdio: "ignore" });
  await start();
  return {
    url,
    secureUrl: `amqps://guest:guest@127.0.0.1:${secure}`,
    management: `http://guest:guest@127.0.0.1:${management}`,
    kill: () => end("SIGKILL"),
    start,
    control: (...words) => void execFileSync("/usr/lib/rabbitmq/bin/rabbitmqctl", words, { env, stdio: "ignore" }),
    async stop() {
      await end("SIGKILL");
      names.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again and again until it is so; throws what it threw last after a generous while. */
export async function until(isSo: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const last = performance.now() + seconds * 1000;
  for (;;) {
    let error: unknown;
    const done = await Promise.resolve()
      .then(isSo)
      .catch((thrown: unknown) => {
        error = thrown;
        return false;
      });
    if (done) return;
    if (performance.now() > last) throw error ?? new Error(`not so within ${seconds} s`);
    await delay(50);
  }
}

/** The first of so many ports in a row that nobody listens at. */
export async function portsInARow(count: number): Promise<number> {
  for (;;) {
    const first = await free();
    const others = Array.from({ length: count - 1 }, (_, index) => free(first + 1 + index));
    if ((await Promise.allSettled(others)).every(({ status }) => status === "fulfilled")) return first;
  }
}

function free(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
