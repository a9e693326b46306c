import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "amqplib";

/**
 * A worker as simple as can be: it warms up, then takes one task at a time, and sleeps or burns CPU as long as the task says. Told to
 * end, it finishes the task it has. In NOTES it leaves replicas.csv, when each was ready, and tasks.csv, when each task arrived, began
 * and ended, in Unix seconds.
 */
const {
  BROKER = "amqp://localhost",
  QUEUE = "tasks",
  NOTES = ".",
  WARM_UP = "4",
  DISFUN_REPLICA_ID = "worker",
} = process.env;

let busy = false;
let ending = false;
process.on("SIGTERM", () => {
  ending = true;
  if (!busy) process.exit();
});

const connection = await connect(BROKER, { noDelay: true });
connection.on("error", () => undefined).on("close", () => process.exit(1));
const channel = await connection.createChannel();
await channel.prefetch(1);
if (!existsSync(join(NOTES, "tasks.csv"))) note("tasks.csv", ["arrival", "begin", "end", "replica"]);
// The program's own start counts as part of the warm-up.
await sleep(Number(WARM_UP) * 1000 - performance.now());
const { consumerTag } = await channel.consume(QUEUE, serve);
note("replicas.csv", [DISFUN_REPLICA_ID, now()]);

/** @param {import("amqplib").ConsumeMessage | null} message */
async function serve(message) {
  // The broker has cancelled the consumer: its queue is gone.
  if (message === null) process.exit(1);
  busy = true;
  const begin = now();
  const { service, burns } = JSON.parse(message.content.toString());
  if (burns) while (now() < begin + service);
  else await sleep(service * 1000);
  // Before the acknowledgment that brings the next task, or it would be taken and given back.
  if (ending) await channel.cancel(consumerTag);
  channel.ack(message);
  note("tasks.csv", [message.properties.headers?.arrival, begin, now(), DISFUN_REPLICA_ID]);
  busy = false;
  if (!ending) return;
  await channel.close();
  process.exit();
}

/** Unix time, of a clock that nobody sets. */
function now() {
  return Math.round(performance.timeOrigin + performance.now()) / 1000;
}

/** @param {string} file @param {(string | number)[]} values */
function note(file, values) {
  appendFileSync(join(NOTES, file), `${values.join()}\n`);
}
