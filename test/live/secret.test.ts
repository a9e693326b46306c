import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { makeSensor } from "../../live/make-sensor.ts";
import { sensorFields } from "../../live/schema-sensors.ts";
import { redacted, reveal } from "../../live/secret.ts";
import { SensorFault } from "../../live/sensor.ts";
import { httpSensor } from "../../live/sensors/http.ts";

test("what comes from the environment is never shown, nor a password in it, in no spelling", () => {
  reveal({ env: "URL" }, ".", { URL: "amqps://me:p%40ssw0rd@host/team" });
  reveal({ env: "TOKEN" }, ".", { TOKEN: 'quote"and\\slash' });
  expect(redacted("to amqps://me:p%40ssw0rd@host/team")).toBe("to [redacted]");
  expect(redacted("p%40ssw0rd or p@ssw0rd of me at host")).toBe("[redacted] or [redacted] of me at host");
  expect(redacted(JSON.stringify({ said: 'is quote"and\\slash' }))).toBe('{"said":"is [redacted]"}');
  expect(new SensorFault("refused", "login with p@ssw0rd failed").message).toBe("login with [redacted] failed");
});

test("what the file says is no secret, nor is what everybody would guess", () => {
  reveal("amqp://host/plain", ".");
  reveal({ env: "SHORT" }, ".", { SHORT: "abc" });
  reveal({ env: "PORT" }, ".", { PORT: "5672" });
  expect(redacted("amqp://host/plain abc 5672")).toBe("amqp://host/plain abc 5672");
});

test.each([
  ["amqp://op:hunter#two@host/team", "is no address"],
  ["amqp://op:hunter/two@host", "is no address"],
  ["amqp://op:4711#two@host", "has an @ behind its host"],
  ["amqp://op:4711/two@host", "has an @ behind its host"],
  ["op:hunter@host", "is no such address"],
])("an address that its password breaks is refused with nothing of it: %s", (address, said) => {
  process.env.ADDRESS_OF_TEST = address;
  const make = () =>
    makeSensor(sensorFields.parse({ rabbitmq: { url: { env: "ADDRESS_OF_TEST" }, queues: { work: "work" } } }), ".");
  const hint = address.startsWith("op:")
    ? ""
    : ", with user and password percent-encoded: %23 for #, %2F for /, %40 for @";
  expect(make).toThrow(`what is there ${said}; write amqp://host or amqps://host${hint}`);
  delete process.env.ADDRESS_OF_TEST;
});

test("who asks is told in a header, not in the address", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    asked.push(headers.authorization);
    response.end("4");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const read = (url: string, headers: Record<string, string> = {}) =>
    httpSensor({ url, headers, tls: {}, gives: { "signals.n": "" } }).read(
      new AbortController().signal,
      () => undefined,
    );
  expect((await read(`http://me:p%40ss@127.0.0.1:${port}/`)).signals).toEqual({ n: 4 });
  await read(`http://127.0.0.1:${port}/`);
  expect(asked).toEqual([`Basic ${Buffer.from("me:p@ss").toString("base64")}`, undefined]);
  server.close();
});
