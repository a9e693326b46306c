import { join, resolve } from "node:path";
import type { Clock } from "./clock.ts";
import type { Owner } from "./owner.ts";
import { commandOwner } from "./owners/command.ts";
import type { ProcessEvent } from "./owners/processes/event.ts";
import { processOwner } from "./owners/processes.ts";
import type { OwnerFile } from "./schema-owner.ts";
import { reveal, type Secret } from "./secret.ts";
import { SensorFault } from "./sensor.ts";

/** The owner that the configuration describes; `folder`: of the file, `state`: where what it has to remember is kept. */
export function makeOwner(
  group: string,
  { command, processes }: OwnerFile,
  folder: string,
  state: string,
  clock: Clock,
  hear?: (event: ProcessEvent) => void,
): Owner {
  if (command !== undefined) return commandOwner(group, command, folder);
  if (processes === undefined) throw new Error("an owner of no kind got through the schema");
  const environment = Object.entries(processes.environment).map(([name, value]) => [
    name,
    variable(name, value, folder),
  ]);
  const spec = {
    ...processes,
    folder: resolve(folder, processes.folder),
    environment: Object.fromEntries(environment),
  };
  return processOwner(group, spec, join(state, "groups"), clock, hear);
}

function variable(name: string, value: Secret, folder: string): string {
  try {
    return reveal(value, folder);
  } catch (error) {
    throw new SensorFault("refused", (error as Error).message, ["processes", "environment", name]);
  }
}
