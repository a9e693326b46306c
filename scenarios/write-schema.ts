import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scenarioJsonSchema } from "./json-schema.ts";

/** Writes `scenario.schema.json`, which the first line of every scenario names for editors. */
writeFileSync(join(import.meta.dirname, "scenario.schema.json"), `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
