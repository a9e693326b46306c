export { type Loaded, type LoadOptions, loadScenario, parseScenario } from "./load.ts";
export { ScenarioError } from "./problems.ts";
export type * from "./scenario.ts";
export { nearest, suggestion } from "./suggest.ts";
export { tracesFolder } from "./trace-path.ts";
export { date, duration, fraction, memory, price, quoted, rate, readUnit, type Unit } from "./units.ts";
