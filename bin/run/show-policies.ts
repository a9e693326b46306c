import { catalogue, didYouMean, UsageError, wrappers } from "../../policies/index.ts";
import { type ParameterRow, rangeOf } from "./parameter-rows.ts";
import { cardOf, type PolicyCard, sets } from "./policy-card.ts";

/** `disfun-sim policies [NAME]`. */
export function showPolicies({ name, json }: { readonly name?: string | undefined; readonly json: boolean }): void {
  const cards = [...catalogue, ...wrappers].map(cardOf);
  if (name === undefined) {
    const brief = cards.map(({ kind, name, version, summary, source }) => ({ kind, name, version, summary, source }));
    print(json ? JSON.stringify(brief, null, 2) : listed(cards));
    return;
  }
  const card = cards.find((each) => each.name === name);
  const names = cards.map((each) => each.name);
  if (card === undefined) throw new UsageError(`there is no policy or wrapper "${name}"${didYouMean(name, names)}`);
  print(json ? JSON.stringify(card, null, 2) : told(card));
}

function listed(cards: readonly PolicyCard[]): string {
  const width = Math.max(...cards.map(({ name }) => name.length)) + 2;
  const rows = (kind: PolicyCard["kind"]) =>
    cards
      .filter((card) => card.kind === kind)
      .flatMap(({ name, version, summary, source }) => [
        `  ${name.padEnd(width)}version ${version}  ${summary}`,
        `  ${" ".repeat(width)}           from: ${source}`,
      ]);
  return [
    "policies",
    ...rows("policy"),
    "",
    "wrappers, written in the wrap list of a policy",
    ...rows("wrapper"),
    "",
    "disfun-sim policies NAME tells the parameters and reasons of one.",
  ].join("\n");
}

function told(card: PolicyCard): string {
  const presets = Object.entries(card.presets).flatMap(([name, preset]) => [
    `  ${name}: ${preset.summary}`,
    `      ${sets(preset)}`,
  ]);
  const reasons = Object.entries(card.reasons);
  const width = Math.max(0, ...reasons.map(([code]) => code.length)) + 2;
  return [
    `${card.name}, ${card.kind}, version ${card.version}`,
    card.summary,
    `From: ${card.source}`,
    "",
    "parameters",
    ...card.parameters.flatMap((row) => [`  ${row.path}: ${facts(row)}`, `      ${row.description}`]),
    ...(presets.length === 0 ? [] : ["", "presets", ...presets]),
    "",
    "reasons",
    ...reasons.map(([code, meaning]) => `  ${code.padEnd(width)}${meaning}`),
    "",
    "example",
    ...card.example.split("\n").map((line) => `  ${line}`),
  ].join("\n");
}

function facts(row: ParameterRow): string {
  const { type, unit, choices, search } = row;
  const range = rangeOf(row);
  return [
    type,
    ...(unit === undefined ? [] : [unit]),
    ...(row.default === undefined ? [] : [`default ${JSON.stringify(row.default)}`]),
    ...(choices === undefined ? [] : [`one of ${choices.join(", ")}`]),
    ...(range === "" ? [] : [range]),
    ...(typeof search?.[0] === "number" && choices === undefined ? [`search ${search.join(" to ")}`] : []),
  ].join(", ");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
