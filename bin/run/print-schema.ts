import { resultJsonSchema } from "../../reports/index.ts";
import { scenarioJsonSchema } from "../../scenarios/json-schema.ts";

/** `disfun-sim schema`. */
export function printSchema(of: "scenario" | "result"): void {
  const schema = of === "result" ? resultJsonSchema() : scenarioJsonSchema();
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}
