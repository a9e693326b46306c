import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runFolder } from "./conformance.ts";

// npm run conformance -- DIR: vector files of a folder, this project's own by default, through the shipped policies.
const folder = process.argv[2] ?? fileURLToPath(new URL("vectors", import.meta.url));
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  console.error(`"${folder}" is not a folder of vector files`);
  process.exitCode = 2;
} else {
  const { lines, passed, failed, notDecisions } = runFolder(folder);
  for (const line of lines) console.log(line);
  console.log(`${passed} passed, ${failed} failed, ${notDecisions} not decisions`);
  process.exitCode = failed === 0 ? 0 : 1;
}
