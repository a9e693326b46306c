import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rabbitmqManagementSensor } from "../../live/sensors/rabbitmq-management.ts";

/** A management plugin that tells what a test says. */
let told: object;
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_, answer) => answer.setHeader("content-type", "application/json").end(JSON.stringify(told)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const counted = (publish: number, deliver: number) => ({
  messages_unacknowledged: 3,
  message_stats: {
    publish,
    publish_details: { rate: 7 },
    deliver_get: deliver,
    deliver_get_details: { rate: 5 },
  },
});

test("rates are of all that was counted since it was read before; at first, and when counting began anew, the plugin's own", async () => {
  const sensor = rabbitmqManagementSensor({ url, virtualHost: "/", queues: { work: "work" }, tls: {} });
  const read = async (now: object) => {
    told = now;
    const { queues } = await sensor.read(new AbortController().signal, ({ message }) => expect.unreachable(message));
    return queues?.work ?? {};
  };
  expect(await read({})).toEqual({});
  expect(await read({ messages_unacknowledged: 0 })).toEqual({ inService: 0, arrivalRate: 0, deliveryRate: 0 });
  const { arrivalRate = 0, deliveryRate = 0 } = await read(counted(900, 300));
  expect(arrivalRate).toBeGreaterThan(7);
  expect(arrivalRate / deliveryRate).toBeCloseTo(3, 9);
  expect(await read(counted(10, 2))).toEqual({ inService: 3, arrivalRate: 7, deliveryRate: 5 });
  const again = await read(counted(10, 6));
  expect(again.arrivalRate).toBe(0);
  expect(again.deliveryRate).toBeGreaterThan(5);
  await sensor.close();
});
