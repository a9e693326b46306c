import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decidedBy, differences, folder, type Golden, policies } from "./golden.ts";

// npm run golden: writes what is missing. Decisions that are written are never replaced: another decision is another version.
for (const { entry, file } of policies) {
  const path = join(folder, file);
  const now = decidedBy(entry);
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Golden) : {};
  const changed = differences(before, now);
  for (const difference of changed) console.error(`${file}: ${difference}; raise the version of ${entry.name}`);
  if (changed.length > 0) process.exitCode = 1;
  else writeFileSync(path, `${JSON.stringify(now, null, 1)}\n`);
}
const current = policies.map(({ file }) => file);
for (const file of readdirSync(folder)) if (!current.includes(file)) rmSync(join(folder, file));
