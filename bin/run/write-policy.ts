import { existsSync } from "node:fs";
import { catalogue, UsageError } from "../../policies/index.ts";
import { exported, imports, ownTestTemplate, policyTemplate, testTemplate } from "./policy-template.ts";
import { written } from "./write-template.ts";

/** `disfun-sim init policy NAME`: a module and its test. Never overwrites; in a clone they go where policies are. */
export async function writePolicy(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    const found = name === undefined ? "no name is given" : `"${name}" is no name of a policy`;
    throw new UsageError(`${found}; expected words in small letters: disfun-sim init policy my-policy`);
  }
  if (catalogue.some((entry) => entry.name === name)) throw new UsageError(`there is a policy "${name}" already`);
  const isClone = existsSync("policies/entry.ts") && existsSync("test/policies");
  const module = isClone ? `policies/${name}.ts` : `${name}.ts`;
  const test = isClone ? `test/policies/${name}.test.ts` : `${name}.test.ts`;
  const files = isClone
    ? { [module]: policyTemplate(name, imports.here), [test]: testTemplate(name) }
    : { [module]: `${policyTemplate(name, imports.elsewhere)}\n${exported(name)}`, [test]: ownTestTemplate(name) };
  for (const file of Object.keys(files)) {
    if (existsSync(file)) throw new UsageError("exists already; choose another name", { file });
  }
  for (const [file, text] of Object.entries(files)) await written(file, text);
  const next = isClone
    ? "List it in policies/catalogue.ts; CONTRIBUTING.md tells what else"
    : `Try it: disfun-sim run SCENARIO --policy ${module}; test it: npx tsx --test ${test}`;
  process.stdout.write(`${module}\n${test}\n${next}\n`);
}
