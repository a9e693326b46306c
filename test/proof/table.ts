import type { Published } from "./published.ts";
import type { Row } from "./rows.ts";

const FIRST = "|---|--:|--:|--:|---|";
const SECOND = "|---|--:|--:|---|";

/** The page with these rows; those of the page before that were not made anew stay, and each keeps its place. */
export function tableOf(rows: readonly Row[], published: readonly Published[], before: string): string {
  const checks = rows.map(
    (row) => `| ${row.what} | ${row.exact} | ${row.found} | ${row.coverage} | ${yes(row.holds)} |`,
  );
  const figures = published.map((row) => `| ${row.what} | ${row.published} | ${row.found} | ${yes(row.holds)} |`);
  return `# Proof

Written by \`npm run proof\`, the last of it on ${new Date().toISOString().slice(0, 10)}. Each row: how often the 95 % confidence interval over
runs covered the exact value, in so many repetitions with seeds of their own; the mean of all of them beside it. A row of a thousand
repetitions holds from 93 to 97 %.

| what | exact | found | coverage | holds |
${FIRST}
${merged(linesAfter(FIRST, before), checks).join("\n")}

Figures of another program, two runs of it; ours with the 95 % interval of their mean.

| what | published | found | holds |
${SECOND}
${merged(linesAfter(SECOND, before), figures).join("\n")}
`;
}

function merged(before: readonly string[], now: readonly string[]): string[] {
  const left = new Map(now.map((line) => [keyOf(line), line]));
  const kept = before.map((line) => {
    const again = left.get(keyOf(line));
    left.delete(keyOf(line));
    return again ?? line;
  });
  return [...kept, ...left.values()];
}

/** What is checked, without in how many runs. */
function keyOf(line: string): string {
  return line.replace(/, \d+ runs.*/, "");
}

function linesAfter(rule: string, page: string): string[] {
  const [, rest = ""] = page.split(`${rule}\n`);
  return (
    rest
      .split("\n\n")[0]
      ?.split("\n")
      .filter((line) => line.startsWith("|")) ?? []
  );
}

function yes(holds: boolean): string {
  return holds ? "yes" : "NO";
}
