import type { UsageError } from "../policies/usage-error.ts";
import type { Path } from "../scenarios/index.ts";
import type { LiveConfig } from "./config.ts";
import type { SensorFault } from "./sensor.ts";
import { Unreachable } from "./unreachable.ts";

export interface Placed {
  readonly fault: SensorFault;
  readonly path: Path;
}

/** Why nothing is started: first what is refused, which the file can mend, then who does not answer. */
export function startError(config: LiveConfig, placed: readonly Placed[]): UsageError | undefined {
  const refused = problems(placed, "refused");
  if (refused.length > 0) return config.at(refused);
  const unreachable = problems(placed, "unreachable");
  return unreachable.length === 0 ? undefined : new Unreachable(config.at(unreachable).describe());
}

function problems(placed: readonly Placed[], kind: SensorFault["kind"]) {
  return placed.filter(({ fault }) => fault.kind === kind).map(({ fault, path }) => ({ path, message: fault.message }));
}
