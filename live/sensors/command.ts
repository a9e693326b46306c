import type { Path } from "../../scenarios/index.ts";
import { type Gives, listedQueues, pick } from "../gives.ts";
import { oneAtATime, runCommand } from "../run-command.ts";
import { type Sensor, SensorFault } from "../sensor.ts";

export interface CommandSpec {
  /** Program and arguments; no shell. */
  readonly run: readonly string[];
  readonly gives: Gives;
}

/** Readings out of the JSON that a program prints; a plain number is JSON, too. */
export function commandSensor({ run, gives }: CommandSpec, folder: string): Sensor {
  const alone = oneAtATime();
  return {
    listed: () => listedQueues(gives),
    async read(signal, failed) {
      return pick(await jsonFrom(run, folder, signal, ["run"], alone), gives, failed);
    },
    close: async () => undefined,
  };
}

/** What a program prints, as JSON. Throws a `SensorFault` about `run` when it fails, or prints anything else. */
export async function jsonFrom(
  run: readonly string[],
  folder: string,
  signal: AbortSignal,
  path: Path = ["run"],
  runner = runCommand,
): Promise<unknown> {
  const { code, out, err } = await runner(run, { signal, folder }).catch((error: unknown) => {
    throw error instanceof SensorFault ? new SensorFault(error.kind, error.message, path) : error;
  });
  if (code !== 0) {
    const said = err.trim().split("\n").at(-1) ?? "";
    const how = code === null ? "was killed" : `ended with code ${code}`;
    throw new SensorFault("refused", `${run[0]} ${how}${said === "" ? "" : `: ${said}`}`, path);
  }
  try {
    return JSON.parse(out);
  } catch {
    const begin = out.trim().slice(0, 60);
    throw new SensorFault("refused", `${run[0]} prints ${JSON.stringify(begin)}, expected JSON`, path);
  }
}
