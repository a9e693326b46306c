import { writeFileSync } from "node:fs";
import { resultJsonSchema } from "./result-schema.ts";

writeFileSync(new URL("result.schema.json", import.meta.url), `${JSON.stringify(resultJsonSchema(), null, 2)}\n`);
