import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import type { RecordedSignal } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";
import { signalWindows } from "./signal-windows.ts";

/** Sensors that would show nothing, and signals that could not be measured. */
export function checkSignals(read: ScenarioFile): Problem[] {
  return [...checkStale(read.sensors), ...checkConstants(read), ...checkRecorded(read)];
}

const KINDS = ["queues", "groups", "nodes", "devices"] as const;

function checkStale(sensors: ScenarioFile["sensors"]): Problem[] {
  for (const kind of KINDS) {
    const own = sensors[kind];
    const lag = own?.lag ?? sensors.lag ?? 0;
    const staleAfter = own?.staleAfter ?? sensors.staleAfter;
    if (staleAfter === undefined || staleAfter >= lag) continue;
    const from = own?.staleAfter === undefined ? [] : [kind];
    const message = `${staleAfter} s is less than the lag of ${kind}, ${lag} s: nothing would ever be seen`;
    return [{ path: ["sensors", ...from, "staleAfter"], message }];
  }
  return [];
}

function checkConstants({ signals = {} }: ScenarioFile): Problem[] {
  if (signals.throughput === undefined) return [];
  const message = "is measured: tasks completed a second; name the constant otherwise";
  return [{ path: ["signals", "throughput"], at: "key", message }];
}

function checkRecorded({ groups, sensors }: ScenarioFile): Problem[] {
  const window = sensors.groups?.window ?? sensors.window;
  return Object.entries(groups).flatMap(([name, group]): Problem[] => {
    const at = (signal: string): Path => {
      if (group.signals === undefined) return ["groups", name, "checkpointEvery"];
      const index = Array.isArray(group.signals) ? group.signals.indexOf(signal as RecordedSignal) : signal;
      return index === -1 ? ["groups", name, "checkpointEvery"] : ["groups", name, "signals", index];
    };
    const windows = signalWindows(group, window ?? Number.POSITIVE_INFINITY) ?? {};
    const [instant] = Object.entries(windows).find(([, seconds]) => seconds === 0) ?? [];
    return [
      ...("checkpointsPerHour" in windows && group.checkpointEvery === undefined
        ? [{ path: at("checkpointsPerHour"), message: "checkpointsPerHour needs checkpointEvery" }]
        : []),
      ...(instant === undefined
        ? []
        : [
            {
              path: at(instant),
              message: `${instant} needs a window, and that of the groups sensor is 0; write { ${instant}: 5m }`,
            },
          ]),
    ];
  });
}
