import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { disfunSim, inFolder, root } from "./disfun-sim.ts";

const readme = join(root, "README.md");
const block = /(?<=^```text\n)[\s\S]*?(?=\n```$)/m;

/** The tables in README.md. */
export function shownTable(): string {
  return block.exec(readFileSync(readme, "utf8"))?.[0] ?? "";
}

/** What the command beside it prints now, all queues and by queue, without the legend. */
export async function printedTable(): Promise<string> {
  let table = "";
  await inFolder({}, async (folder) => {
    const { out } = await disfunSim(folder, ["run", join(root, "scenarios/burst.yaml")]);
    table = out.slice(0, out.indexOf("\n\nmeans of")).replaceAll(/ +$/gm, "");
  });
  return table;
}

// npm run docs
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const table = await printedTable();
  writeFileSync(
    readme,
    readFileSync(readme, "utf8").replace(block, () => table),
  );
}
