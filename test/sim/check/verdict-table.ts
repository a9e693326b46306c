import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { percent } from "../../../bin/check/told.ts";
import { traceWindows } from "../../../bin/check/trace-windows.ts";
import { catalogue, type Json } from "../../../policies/index.ts";
import { explore, type Property, properties, situationsFor, type Tally } from "../../../sim/check/index.ts";
import { find, known, knownLine } from "./known-failures.ts";
import { askedFor, subjectFor } from "./subjects.ts";

/** A policy of the table. */
export interface Row {
  readonly label: string;
  readonly policy: string;
  readonly parameters: Json;
}

const file = join(import.meta.dirname, "../../../CHECKS.md");
const RUNS = 200;
const SEED = 1;

/** Policies whose defaults name no group; their first example does. */
const DOES_NOTHING: ReadonlySet<string> = new Set(["static", "service-rules"]);

const ALSO: Readonly<Record<string, readonly (readonly [string, Json])[]>> = {
  utilization: [["utilization, cooldown 0", { cooldown: 0 }]],
  scaler: [["scaler, vanilla", { policyContent: "allocate=even_load; scaling=vanilla" }]],
};

/** Every policy of the catalogue: its presets, or its defaults, or what it is known to get wrong. */
export const rows: readonly Row[] = catalogue.flatMap(({ name, presets = {}, examples = [] }): Row[] => {
  const own = Object.keys(presets).map((preset) => ({
    label: `${name}:${preset}`,
    policy: name,
    parameters: { preset },
  }));
  const parameters = DOES_NOTHING.has(name) ? (examples[0] ?? {}) : {};
  const usual = own.length === 0 ? [{ label: name, policy: name, parameters }] : own;
  const others = (ALSO[name] ?? []).map(([label, given]) => ({ label, policy: name, parameters: given }));
  return [...usual, ...others];
});

/** A line of the table: what the same search says of one policy each time. */
export async function lineOf({ label, policy, parameters }: Row): Promise<string> {
  const subject = subjectFor(policy, parameters);
  const asked = askedFor(...properties.map(({ name }) => name));
  const situations = situationsFor(subject, await traceWindows());
  const { tallies } = await explore(subject, situations, asked, { seed: SEED, from: 0, count: RUNS });
  const cells = asked.map(({ property }) => cell(tallies[property.name]));
  return `| \`${label}\` | ${cells.join(" | ")} |`;
}

function cell(tally: Tally | undefined): string {
  if (tally === undefined || tally.judged === 0) return "n/a";
  const { judged, failed } = tally;
  return failed === 0 ? `held ${judged}` : `**${percent(failed / judged)}**`;
}

/** The part of the page above the table: what each property says, and what can be set. */
export function propertyList(): string {
  return properties
    .map((property) => `| \`${property.name}\` | ${property.summary} | ${settings(property)} |`)
    .join("\n");
}

function settings({ parameters }: Property): string {
  const { properties: fields = {} } = z.toJSONSchema(parameters, { io: "input" });
  const texts = Object.entries(fields).map(([name, field]) => {
    const { default: usual, description } = field as { default?: unknown; description?: string };
    return `\`${name}\` ${JSON.stringify(usual)}: ${description}`;
  });
  return texts.join("<br>");
}

export function shown(): string {
  return readFileSync(file, "utf8");
}

/** The page with these rows searched again; all if none are named. */
async function page(labels: readonly string[]): Promise<string> {
  const searched = new Map<string, string>();
  for (const row of rows) {
    if (labels.length === 0 || labels.includes(row.label)) searched.set(row.label, await lineOf(row));
  }
  const knownRows = labels.length === 0 ? await knownTable() : undefined;
  const old = shown();
  const known = (label: string) => old.split("\n").find((line) => line.startsWith(`| \`${label}\` |`));
  const lines = rows.map(({ label }) => searched.get(label) ?? known(label) ?? `| \`${label}\` |`);
  const names = properties.map(({ name }) => name);
  const head = `| policy | ${names.join(" | ")} |\n| --- |${" --- |".repeat(names.length)}\n`;
  return old
    .replace(
      block("properties"),
      () => `| property | holds when | parameters |\n| --- | --- | --- |\n${propertyList()}\n`,
    )
    .replace(block("known"), (rows) => knownRows ?? rows)
    .replace(block("verdicts"), () => `${head}${lines.join("\n")}\n`);
}

async function knownTable(): Promise<string> {
  const lines = ["| failure | property | run | smallest case |\n| --- | --- | --- | --- |"];
  for (const each of known) lines.push(knownLine(each, await find(each)));
  return `${lines.join("\n")}\n`;
}

/** What stands between two marks of the page. */
function block(name: string): RegExp {
  return new RegExp(`(?<=<!-- ${name} -->\\n)[\\s\\S]*?(?=<!-- end -->)`);
}

// npm run checks, or npm run checks -- LABEL… for some rows
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await page(process.argv.slice(2)));
