import { explained, type Verdict } from "../../sim/check/index.ts";
import { counted } from "../run/counted.ts";
import type { Checked } from "./index.ts";

/** What a check found, for people. */
export function told(checked: Checked): string {
  const { label, runs, wanted, unfinished, seed, situations, phases, codes, unseen } = checked;
  const { verdicts, files, mended, skipped, untried, known: isKnown } = checked;
  const known = unseen.length === 0 ? "" : ` of ${codes.length + unseen.length}`;
  const counts = `${situations} situations, ${codes.length}${known} reason codes, ${phases.length} of 6 phases`;
  const width = Math.max(...verdicts.map(({ property }) => property.length));
  const lines = [
    `${label}: ${runs < wanted ? `${runs} of ${counted(wanted, "run")}` : counted(runs, "run")}, seed ${seed}; ${counts}`,
    ...verdicts.map((verdict) => line(verdict, width, files[verdict.property])),
    ...mended.map((file) => `  mended          ${file} no longer shows anything`),
    ...(skipped.length === 0 ? [] : [`  skipped         ${skippedWords(skipped)}`]),
    ...untried.map((file) => `  not tried       ${file}, found before, for the time was over`),
    ...(isKnown ? [`  not searched    ${KNOWN}`] : []),
    ...(unfinished === 0 ? [] : [`  not finished    ${cutWords(unfinished)}`]),
    ...neverLines(checked),
  ];
  return `${lines.join("\n")}\n`;
}

/** What gave none of its reasons has decided nothing: its verdicts are those of counts that nobody changes. */
function neverLines({ runs, known, codes, unseen }: Checked): string[] {
  if (unseen.length === 0 || (runs === 0 && !known)) return [];
  if (codes.length === 0) return [`  never decided   anything, with these parameters; ${OTHERS}`];
  return runs === 0 ? [] : [`  never said      ${unseen.join(", ")}`];
}

const OTHERS = `name others: '{"policy": NAME, "parameters": {…}}', or a scenario's policy`;

const KNOWN = "all that applies is violated as found before; --regressions with another folder searches all anew";

function cutWords(runs: number): string {
  return runs === 1
    ? "1 run was under way at the end, and counts for nothing"
    : `${runs} runs were under way at the end, and count for nothing`;
}

function skippedWords(files: readonly string[]): string {
  const count = counted(files.length, "file");
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
  const isOld = counterexample?.situation.world === "regression";
  const found = isOld
    ? "as found before"
    : `${failed} of ${judged} runs${counterexample?.cut ? ", no time to make it smaller" : ""}`;
  const words = counterexample === undefined ? "" : `  ${explained(counterexample.violation)}`;
  const where = file === undefined ? "" : `\n${" ".repeat(20 + width)}${file}`;
  return `  violated        ${name}  ${found};${words}${where}`;
}

/** `1.8 %`: of a share, to two digits. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
