import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "amqplib";

/**
 * `node publish.mjs arrivals.csv [journal.jsonl]`: sends the tasks of a file to the queue when it says, the first at once. With a
 * journal it waits for the second check of the runner that writes it, and begins a second after: so every run is alike. (The first
 * check takes longer.)
 */
const { BROKER = "amqp://localhost", QUEUE = "tasks" } = process.env;
const [file = "arrivals.csv", journal] = process.argv.slice(2);
const [, ...rows] = readFileSync(file, "utf8").trim().split("\n");

const connection = await connect(BROKER, { noDelay: true });
const channel = await connection.createConfirmChannel();
await channel.assertQueue(QUEUE, { durable: true });
await channel.purgeQueue(QUEUE);
process.stdout.write("the queue is there\n");

const begin = journal === undefined ? now() : (await secondCheck(journal)) + 1;
for (const row of rows) {
  const [arrival = 0, service] = row.split(",").map(Number);
  await sleep((begin + arrival - now()) * 1000);
  channel.sendToQueue(QUEUE, Buffer.from(JSON.stringify({ service })), { headers: { arrival: now() } });
}
await channel.waitForConfirms();
await connection.close();

/** Unix time, of a clock that nobody sets. */
function now() {
  return Math.round(performance.timeOrigin + performance.now()) / 1000;
}

/** @param {string} journal */
async function secondCheck(journal) {
  for (;;) {
    const [, , record] = existsSync(journal) ? readFileSync(journal, "utf8").split("\n") : [];
    if (record?.endsWith("}")) return JSON.parse(record).time;
    await sleep(20);
  }
}
