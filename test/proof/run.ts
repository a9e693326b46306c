import { writeFileSync } from "node:fs";
import { coverage } from "../sim/coverage.ts";

/** `npm run proof`: checks that take minutes. Prints a table and writes it to TABLE.md beside this file; exits 1 if one fails. */

const REPETITIONS = 300;
const RUNS = 10;

interface Row {
  readonly what: string;
  readonly exact: string;
  readonly found: string;
  readonly coverage: string;
  readonly holds: boolean;
}

const rows: Row[] = [];
for (const servers of [1, 2, 4, 8]) {
  for (const utilization of [0.5, 0.8, 0.9, 0.95]) {
    const horizon = (utilization < 0.9 ? 10_000 : 50_000) / servers;
    const { covered, exact, mean } = coverage(servers, utilization, { repetitions: REPETITIONS, runs: RUNS, horizon });
    const share = covered / REPETITIONS;
    // Four standard errors of a coverage of 95 %: sixteen rows together fail by chance less than once in a thousand.
    const holds = Math.abs(share - 0.95) <= 4 * Math.sqrt((0.95 * 0.05) / REPETITIONS);
    rows.push({
      what: `M/M/${servers} at ${utilization}: mean wait, ${RUNS} runs of ${horizon} service times`,
      exact: exact.toFixed(6),
      found: mean.toFixed(6),
      coverage: `${(100 * share).toFixed(1)} %`,
      holds,
    });
    process.stderr.write(`${rows.at(-1)?.what}: ${rows.at(-1)?.coverage}\n`);
  }
}

const table = `# Proof

Written by \`npm run proof\` on ${new Date().toISOString().slice(0, 10)}. Each row: how often the 95 % confidence interval over runs covered the
exact value, in ${REPETITIONS} repetitions with seeds of their own; the mean of all of them beside it.

| what | exact | found | coverage | holds |
|---|--:|--:|--:|---|
${rows.map((row) => `| ${row.what} | ${row.exact} | ${row.found} | ${row.coverage} | ${row.holds ? "yes" : "NO"} |`).join("\n")}
`;
process.stdout.write(table);
writeFileSync(new URL("TABLE.md", import.meta.url), table);
if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
