import { request as http } from "node:http";
import { request as https } from "node:https";
import { type Gives, listedQueues, pick } from "../gives.ts";
import { decoded } from "../secret.ts";
import { type Sensor, SensorFault } from "../sensor.ts";
import { type Certificates, certificatesIn, type TlsFiles, untrusted } from "./tls.ts";

export interface HttpSpec {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gives: Gives;
  readonly tls: TlsFiles;
}

/** Readings out of JSON from an address. */
export function httpSensor({ url, headers, gives, tls }: HttpSpec): Sensor {
  const { address, authorization } = withoutUser(url);
  const certificates = certificatesIn(tls);
  return {
    listed: () => listedQueues(gives),
    async read(signal, failed) {
      return pick(await getJson(address, { ...authorization, ...headers }, certificates, signal), gives, failed);
    },
    close: async () => undefined,
  };
}

/**
 * The JSON at an address. Throws a `SensorFault`: `refused` when the server says no or answers something else, `unreachable` when there is
 * no answer, its certificate is not accepted, or the server has trouble of its own.
 */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  certificates: Certificates,
  signal: AbortSignal,
): Promise<unknown> {
  const { status, reason, text } = await get(url, headers, certificates, signal).catch((error: Error) => {
    const fault = new SensorFault("unreachable", `no answer from ${shown(url)}: ${causeOf(error)}`, ["url"]);
    throw untrusted(error, shown(url), certificates) ?? fault;
  });
  if (status < 200 || status >= 300) {
    const kind = status >= 500 || status === 429 ? "unreachable" : "refused";
    throw new SensorFault(kind, `${shown(url)} answers ${status} ${reason}`.trim(), ["url"]);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new SensorFault("refused", `${shown(url)} answers something that is no JSON`, ["url"]);
  }
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly text: string;
}

const MOST = 1 << 24;

/** Not by `fetch`, which knows no certificates but the system's. */
function get(
  url: string,
  headers: Readonly<Record<string, string>>,
  certificates: Certificates,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith("https:") ? https : http;
    const request = ask(url, { headers: { accept: "application/json", ...headers }, signal, ...certificates });
    request.on("error", reject).on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        if (text.length > MOST) request.destroy(new Error("it answers more than 16 MiB"));
      });
      const { statusCode: status = 0, statusMessage: reason = "" } = response;
      response.on("error", reject).on("end", () => resolve({ status, reason, text }));
    });
    request.end();
  });
}

/** An address without its user, and the header that says who asks. */
export function withoutUser(url: string): { address: string; authorization: Readonly<Record<string, string>> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === "" && password === "") return { address: url, authorization: {} };
  const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64");
  Object.assign(address, { username: "", password: "" });
  return { address: address.href, authorization: { authorization: `Basic ${credentials}` } };
}

/** Without what may be secret: user, password and query. */
export function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function causeOf({ name, message, code }: NodeJS.ErrnoException): string {
  if (name === "AbortError" || name === "TimeoutError") return "it took too long";
  // Of several addresses of one name, none was the one.
  return message === "" ? (code ?? name) : message;
}
