export { scenarioJsonSchema } from "./json-schema.ts";
export { type Loaded, type LoadOptions, loadScenario, parseScenario } from "./load.ts";
export { readParameters } from "./parameter-files.ts";
export { withUnits } from "./parameters.ts";
export { ScenarioError } from "./problems.ts";
export type * from "./scenario.ts";
export { scenarioTemplate } from "./template.ts";
export { date, duration, fraction, memory, price, rate, type Unit } from "./unit-kinds.ts";
export { readUnit } from "./units.ts";
