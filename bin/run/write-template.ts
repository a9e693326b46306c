import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../../policies/index.ts";
import { scenarioJsonSchema } from "../../scenarios/json-schema.ts";
import { scenarioTemplate } from "../../scenarios/template.ts";
import { schemaText } from "./print-schema.ts";

/** `disfun-sim init`: a commented scenario, and beside it the schema that editors complete it by. Never overwrites. Another word is no scenario's. */
export async function writeTemplate(name: string, other?: string): Promise<void> {
  if (other !== undefined) {
    const policy = other === "policy" ? name : other;
    throw new UsageError(
      `init ${name} ${other}: write init policy ${policy} for a policy, init ${name} for a scenario`,
    );
  }
  const file = /\.ya?ml$/.test(name) ? name : `${name}.yaml`;
  if (!(await written(file, scenarioTemplate)))
    throw new UsageError("exists already; choose another name: disfun-sim init NAME", { file });
  const schema = join(dirname(file), "scenario.schema.json");
  const lines = [file];
  if (await written(schema, schemaText(scenarioJsonSchema())))
    lines.push(`${schema} (editors complete the scenario by it)`);
  lines.push(`Run it: disfun-sim run ${file}`);
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Writes a file, unless it is there. */
export async function written(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code === "ENOENT") throw new UsageError(`there is no folder ${dirname(file)}`, { file });
    throw new UsageError(`cannot be written (${code})`, { file });
  }
}
