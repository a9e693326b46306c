import { liveJsonSchema } from "../../live/json-schema.ts";
import { resultJsonSchema } from "../../reports/index.ts";
import { scenarioJsonSchema } from "../../scenarios/json-schema.ts";

const SCHEMAS = { scenario: scenarioJsonSchema, result: resultJsonSchema, live: liveJsonSchema };

/** `disfun-sim schema`. */
export function printSchema(of: keyof typeof SCHEMAS): void {
  process.stdout.write(schemaText(SCHEMAS[of]()));
}

/** As it is written to a file. */
export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
