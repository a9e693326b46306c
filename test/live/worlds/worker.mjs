import { appendFileSync, writeFileSync } from "node:fs";
import { connect } from "amqplib";

// Takes one message at a time and keeps it; notes who got which. Without its broker it ends.
const { BROKER = "", QUEUE = "", NOTES = "", DISFUN_REPLICA_ID = "" } = process.env;
const connection = await connect(BROKER);
connection.on("error", () => undefined).on("close", () => process.exit(1));
const channel = await connection.createChannel();
await channel.prefetch(1);
await channel.consume(QUEUE, ({ content, fields }) =>
  appendFileSync(NOTES, `${DISFUN_REPLICA_ID} ${content}${fields.redelivered ? " again" : ""}\n`),
);
writeFileSync(`${NOTES}.${DISFUN_REPLICA_ID}`, "");
