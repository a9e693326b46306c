import { writeFileSync } from "node:fs";
import { page } from "./told.ts";

// npm run docs
writeFileSync(new URL("../../../scenarios/failures/README.md", import.meta.url), await page());
