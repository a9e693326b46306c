import { resultJsonSchema } from "../../reports/index.ts";
import { scenarioJsonSchema } from "../../scenarios/json-schema.ts";

/** `disfun-sim schema`. */
export function printSchema(of: "scenario" | "result"): void {
  const schema = of === "result" ? resultJsonSchema() : scenarioJsonSchema();
  process.stdout.write(schemaText(schema));
}

/** As it is written to a file. */
export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
