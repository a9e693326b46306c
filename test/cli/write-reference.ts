import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measuresPage } from "../../bin/run/measures-page.ts";
import { referencePage } from "../../bin/run/reference-page.ts";
import { root } from "./disfun-sim.ts";

// npm run docs
writeFileSync(join(root, "POLICIES.md"), referencePage());
writeFileSync(join(root, "MEASURES.md"), measuresPage());
