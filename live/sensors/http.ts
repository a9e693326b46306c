import { type Gives, listedQueues, pick } from "../gives.ts";
import { type Sensor, SensorFault } from "../sensor.ts";

export interface HttpSpec {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gives: Gives;
}

/** Readings out of JSON from an address. */
export function httpSensor({ url, headers, gives }: HttpSpec): Sensor {
  const { address, authorization } = withoutUser(url);
  return {
    listed: () => listedQueues(gives),
    async read(signal, failed) {
      return pick(await getJson(address, { ...authorization, ...headers }, signal), gives, failed);
    },
    close: async () => undefined,
  };
}

/**
 * The JSON at an address. Throws a `SensorFault` about `url`: `refused` when the server says no or answers something else,
 * `unreachable` when there is no answer or the server has trouble of its own.
 */
export async function getJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: "application/json", ...headers },
    signal,
    redirect: "error",
  }).catch((error: Error) => {
    throw new SensorFault("unreachable", `no answer from ${shown(url)}: ${causeOf(error)}`, ["url"]);
  });
  if (!response.ok) {
    await response.body?.cancel();
    const kind = response.status >= 500 || response.status === 429 ? "unreachable" : "refused";
    throw new SensorFault(kind, `${shown(url)} answers ${response.status} ${response.statusText}`.trim(), ["url"]);
  }
  try {
    return await response.json();
  } catch (error) {
    if (signal.aborted) throw new SensorFault("unreachable", `${shown(url)} did not answer in time`, ["url"]);
    if (!(error instanceof SyntaxError))
      throw new SensorFault("unreachable", `${shown(url)}: ${causeOf(error as Error)}`, ["url"]);
    throw new SensorFault("refused", `${shown(url)} answers something that is no JSON`, ["url"]);
  }
}

/** An address as `fetch` takes it, and the header that says who asks. */
export function withoutUser(url: string): { address: string; authorization: Readonly<Record<string, string>> } {
  const address = new URL(url);
  const { username, password } = address;
  if (username === "" && password === "") return { address: url, authorization: {} };
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  Object.assign(address, { username: "", password: "" });
  return { address: address.href, authorization: { authorization: `Basic ${credentials}` } };
}

/** Without what may be secret: user, password and query. */
export function shown(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** What `fetch` calls "fetch failed" has its reason further down. */
function causeOf(error: Error): string {
  const { cause } = error;
  if (error.name === "AbortError" || error.name === "TimeoutError") return "it took too long";
  if (!(cause instanceof Error)) return error.message;
  return cause.message === "" ? ((cause as NodeJS.ErrnoException).code ?? error.message) : cause.message;
}
