import { writeFile } from "node:fs/promises";
import { UsageError } from "../../policies/index.ts";
import { scenarioTemplate } from "../../scenarios/template.ts";

/** `disfun-sim init`: a commented scenario in the current folder. Never overwrites. */
export async function writeTemplate(name: string): Promise<void> {
  const file = /\.ya?ml$/.test(name) ? name : `${name}.yaml`;
  try {
    await writeFile(file, scenarioTemplate, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new UsageError("exists already; choose another name: disfun-sim init NAME", { file });
    throw new UsageError(`cannot be written (${code})`, { file });
  }
  process.stdout.write(`${file}\nRun it: disfun-sim run ${file}\n`);
}
