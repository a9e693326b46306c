import { appendFileSync } from "node:fs";
import { connect } from "amqplib";

// Consumes one message at a time; notes who got which, and keeps those that say "hold". Without its broker it ends.
const { BROKER = "", QUEUE = "", NOTES = "", DISFUN_REPLICA_ID = "" } = process.env;
const connection = await connect(BROKER);
connection.on("error", () => undefined).on("close", () => process.exit(1));
const channel = await connection.createChannel();
await channel.prefetch(1);
await channel.consume(QUEUE, (message) => {
  const text = message.content.toString();
  appendFileSync(NOTES, `${DISFUN_REPLICA_ID} ${text}${message.fields.redelivered ? " again" : ""}\n`);
  if (text !== "hold") channel.ack(message);
});
