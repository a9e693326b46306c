import { explained, type Verdict } from "../../sim/check/index.ts";
import type { Checked } from "./index.ts";

/** What a check found, for people. */
export function told({
  label,
  runs,
  seed,
  situations,
  phases,
  codes,
  unseen,
  verdicts,
  files,
  mended,
  skipped,
}: Checked): string {
  const known = unseen.length === 0 ? "" : ` of ${codes.length + unseen.length}`;
  const counts = `${situations} situations, ${codes.length}${known} reason codes, ${phases.length} of 6 phases`;
  const width = Math.max(...verdicts.map(({ property }) => property.length));
  const lines = [
    `${label}: ${runs === 1 ? "1 run" : `${runs} runs`}, seed ${seed}; ${counts}`,
    ...verdicts.map((verdict) => line(verdict, width, files[verdict.property])),
    ...mended.map((file) => `  mended          ${file} no longer shows anything`),
    ...(skipped.length === 0 ? [] : [`  skipped         ${skippedWords(skipped)}`]),
    ...(runs === 0 || unseen.length === 0 ? [] : [`  never said      ${unseen.join(", ")}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function skippedWords(files: readonly string[]): string {
  const count = files.length === 1 ? "1 file" : `${files.length} files`;
  return `${count}, found with other parameters (--vary-parameters tries them): ${files.join(", ")}`;
}

function line(
  { property, outcome, why, judged, failed, chance, counterexample }: Verdict,
  width: number,
  file: string | undefined,
): string {
  const name = property.padEnd(width);
  if (outcome === "not applicable") return `  not applicable  ${name}  ${why}`;
  if (outcome === "held")
    return `  held            ${name}  0 of ${judged} runs: below ${percent(chance?.high ?? 1)} with 95 % confidence, for this generator`;
  const found = counterexample?.situation.world === "regression" ? "as found before" : `${failed} of ${judged} runs`;
  const words = counterexample === undefined ? "" : `  ${explained(counterexample.violation)}`;
  const where = file === undefined ? "" : `\n${" ".repeat(20 + width)}${file}`;
  return `  violated        ${name}  ${found};${words}${where}`;
}

/** `1.8 %`: of a share, to two digits. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
