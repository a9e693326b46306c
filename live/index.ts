export { type Clock, steadyClock } from "./clock.ts";
export { type LiveConfig, loadLive } from "./config.ts";
export { drainAll } from "./drain.ts";
export { leaseHolder, takeLease } from "./lease.ts";
export { type Log, stderrLog } from "./log.ts";
export { dropOverride, type Override, readOverride, writeOverride } from "./override.ts";
export { openPlant, type Plant } from "./plant.ts";
export { type Check, type LiveSummary, runLive } from "./run.ts";
export { readState } from "./state.ts";
