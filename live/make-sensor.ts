import { resolve } from "node:path";
import { wrongAddress } from "./check.ts";
import { kindOf, type SensorFile } from "./schema-sensors.ts";
import { reveal, type Secret } from "./secret.ts";
import { type Sensor, SensorFault } from "./sensor.ts";
import { commandSensor } from "./sensors/command.ts";
import { hostSensor } from "./sensors/host.ts";
import { httpSensor } from "./sensors/http.ts";
import { nvidiaSensor } from "./sensors/nvidia.ts";
import { rabbitmqSensor } from "./sensors/rabbitmq.ts";
import { rabbitmqManagementSensor } from "./sensors/rabbitmq-management.ts";
import type { TlsFiles } from "./sensors/tls.ts";

/** The sensor that the configuration describes; `folder`: of the file. Throws a `SensorFault` where a secret is missing. */
export function makeSensor(written: SensorFile, folder: string): Sensor {
  const { rabbitmq, rabbitmqManagement, host, nvidia, http, command } = written;
  const address = (url: Secret) => revealedAddress(url, folder, kindOf(written));
  const files = (tls: object): TlsFiles =>
    Object.fromEntries(Object.entries(tls).map(([name, file]) => [name, resolve(folder, file)]));
  if (rabbitmq !== undefined)
    return rabbitmqSensor({ ...rabbitmq, tls: files(rabbitmq.tls), url: address(rabbitmq.url) });
  if (rabbitmqManagement !== undefined) {
    const { url, tls } = rabbitmqManagement;
    return rabbitmqManagementSensor({ ...rabbitmqManagement, tls: files(tls), url: address(url) });
  }
  if (host !== undefined) return hostSensor(host);
  if (nvidia !== undefined) return nvidiaSensor(nvidia, process.env.CUDA_VISIBLE_DEVICES);
  if (http !== undefined) {
    const headers = Object.entries(http.headers).map(([name, value]) => [
      name,
      revealed(value, folder, ["headers", name]),
    ]);
    const tls = files(http.tls);
    return httpSensor({ ...http, tls, url: address(http.url), headers: Object.fromEntries(headers) });
  }
  if (command !== undefined) return commandSensor(command, folder);
  throw new Error("a sensor of no kind got through the schema");
}

function revealedAddress(url: Secret, folder: string, kind: string): string {
  const address = revealed(url, folder, ["url"]);
  const wrong = wrongAddress(address, kind, typeof url !== "string");
  if (wrong !== undefined) throw new SensorFault("refused", `what is there ${wrong}`, ["url"]);
  return address;
}

function revealed(written: Secret, folder: string, path: readonly string[]): string {
  try {
    return reveal(written, folder);
  } catch (error) {
    throw new SensorFault("refused", (error as Error).message, path);
  }
}
