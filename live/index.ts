export { steadyClock } from "./clock.ts";
export { type LiveConfig, loadLive } from "./config.ts";
export { type Log, stderrLog } from "./log.ts";
export { openPlant, type Plant } from "./plant.ts";
export { type Check, type LiveSummary, runLive } from "./run.ts";
