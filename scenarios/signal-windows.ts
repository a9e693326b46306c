import type { GroupSpec, RecordedSignal } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

/** Window of each signal that a group asks for; what is counted by the hour is counted for one. */
export function signalWindows(
  { signals = {}, checkpointEvery }: ScenarioFile["groups"][string],
  window: number,
): GroupSpec["signals"] {
  const windows: Partial<Record<RecordedSignal, number>> = {};
  const usual = (name: RecordedSignal) => (name.endsWith("PerHour") ? 3600 : window);
  if (checkpointEvery !== undefined) for (const name of OF_EPISODES) windows[name] = usual(name);
  if (Array.isArray(signals)) for (const name of signals) windows[name] = usual(name);
  else {
    for (const [name, own] of Object.entries(signals) as [RecordedSignal, number | undefined][]) {
      if (own !== undefined) windows[name] = own;
    }
  }
  return Object.keys(windows).length === 0 ? undefined : windows;
}

const OF_EPISODES = ["episodeDuration", "episodesPerHour", "checkpointsPerHour"] as const;
