import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pick } from "../../live/gives.ts";
import type { SensorFault } from "../../live/sensor.ts";
import { commandSensor } from "../../live/sensors/command.ts";
import { httpSensor } from "../../live/sensors/http.ts";
import { makeCertificates } from "./certificates.ts";

const signal = new AbortController().signal;
const gives = { "signals.price": "/a/0/b~1c", "queues.work.waiting": "/ready", "groups.sampler.latencyP95": "/p95" };

function picked(document: unknown, which: Record<string, string> = gives) {
  const faults: SensorFault[] = [];
  return { ...pick(document, which, (fault) => faults.push(fault)), faults: faults.map(({ message }) => message) };
}

test("values go where their keys say, by JSON pointer", () => {
  expect(picked({ a: [{ "b/c": 2.5 }], ready: 7, p95: 30 })).toEqual({
    signals: { price: 2.5 },
    queues: { work: { waiting: 7 } },
    groups: { sampler: { signals: { latencyP95: 30 } } },
    faults: [],
  });
  expect(picked(3, { "signals.price": "" })).toMatchObject({ signals: { price: 3 }, faults: [] });
});

test("null is not known, and nobody's fault; what is missing or no number is", () => {
  const { signals, queues, groups, faults } = picked({ ready: null, p95: "30" });
  expect({ signals, queues, groups }).toEqual({ signals: {}, queues: {}, groups: {} });
  expect(faults).toEqual(["there is nothing at /a/0/b~1c", 'the value at /p95 is "30", expected a number']);
});

test("a pointer finds no inherited members", () => {
  expect(picked({}, { "signals.price": "/constructor/length" }).faults).toEqual([
    "there is nothing at /constructor/length",
  ]);
});

test.each([
  [["sh", "-c", "echo '{\"n\": 4}'"], { signals: { n: 4 } }, undefined],
  [["sh", "-c", "echo hello"], undefined, 'sh prints "hello", expected JSON'],
  [["sh", "-c", "echo no rights >&2; exit 3"], undefined, "sh ended with code 3: no rights"],
  [["there-is-no-such-program"], undefined, "there is no program there-is-no-such-program"],
  [["sh", "-c", "yes | head -c 2000000"], undefined, "sh prints more than a mebibyte"],
])("command %j", async (run, reading, message) => {
  const sensor = commandSensor({ run, gives: { "signals.n": "/n" } }, ".");
  const read = sensor.read(signal, () => undefined);
  if (reading === undefined) await expect(read).rejects.toThrow(message);
  else expect(await read).toMatchObject(reading);
});

const asked: (string | undefined)[] = [];
const server = createServer(({ url, headers }, response) => {
  asked.push(headers.authorization);
  if (url === "/hang") return;
  response.statusCode = url?.startsWith("/closed") ? 403 : url === "/busy" ? 503 : 200;
  response.end(url === "/text" ? "hello" : '{"n": 4}');
});
let base: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("HTTP with the headers of its configuration", async () => {
  const sensor = httpSensor({
    url: `${base}/n`,
    headers: { authorization: "Bearer x" },
    tls: {},
    gives: { "signals.n": "/n" },
  });
  expect(await sensor.read(signal, () => undefined)).toMatchObject({ signals: { n: 4 } });
  expect(asked.at(-1)).toBe("Bearer x");
});

test.each([
  ["/closed?token=secret", "refused", /\/closed answers 403 Forbidden$/],
  ["/busy", "unreachable", /answers 503/],
  ["/text", "refused", /no JSON/],
])("HTTP %s is %s", async (path, kind, message) => {
  const read = httpSensor({ url: base + path, headers: {}, tls: {}, gives: { "signals.n": "/n" } }).read(
    signal,
    () => undefined,
  );
  await expect(read).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
});

test("HTTP gives up when it takes too long, and says why when nobody listens", async () => {
  const limit = AbortSignal.timeout(100);
  const hanging = httpSensor({ url: `${base}/hang`, headers: {}, tls: {}, gives: { "signals.n": "/n" } });
  await expect(hanging.read(limit, () => undefined)).rejects.toMatchObject({ kind: "unreachable" });
  const nobody = httpSensor({ url: await closedAddress(), headers: {}, tls: {}, gives: { "signals.n": "/n" } });
  await expect(nobody.read(signal, () => undefined)).rejects.toThrow(/no answer from http:.*ECONNREFUSED/);
});

test("HTTPS with a server whose authority the configuration names, and with no other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-https-"));
  const { ca, other, cert, key } = makeCertificates(folder);
  const secure = createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_, response) =>
    response.end('{"n": 4}'),
  );
  await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
  const url = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/`;
  const read = (tls: object) =>
    httpSensor({ url, headers: {}, gives: { "signals.n": "/n" }, tls }).read(signal, () => undefined);
  expect(await read({ ca })).toMatchObject({ signals: { n: 4 } });
  const refused = { kind: "unreachable", message: expect.stringContaining("the certificate there is not accepted") };
  await expect(read({ ca: other })).rejects.toMatchObject({ ...refused, path: ["tls", "ca"] });
  await expect(read({})).rejects.toMatchObject({ ...refused, path: ["url"] });
  secure.close();
  secure.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** Where somebody listened a moment ago. */
async function closedAddress(): Promise<string> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await new Promise((resolve) => other.close(resolve));
  return `http://127.0.0.1:${port}/`;
}
