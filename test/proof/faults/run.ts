import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { brokerFaults } from "./broker.ts";
import { clockStep } from "./clock-step.ts";
import { hangingDriver } from "./driver.ts";
import type { FaultRow } from "./fault.ts";
import { fullDisk } from "./full-disk.ts";
import { kills } from "./kills.ts";
import { stubbornWorker } from "./stubborn-worker.ts";

/**
 * `npm run proof -- faults`: what goes wrong around a live runner, with the built command, a real RabbitMQ and real processes; some ten
 * minutes. Writes a table to FAULTS.md and prints it; exits 1 if something is not as it must be.
 */
export async function proveFaults(): Promise<void> {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  const rows: FaultRow[] = [];
  for (const faults of [hangingDriver, stubbornWorker, fullDisk, clockStep, brokerFaults, () => kills(200, 1)]) {
    const found = await faults();
    for (const row of [found].flat()) {
      process.stderr.write(`${row.fault}: ${row.violations.length === 0 ? row.seen : row.violations.join("; ")}\n`);
      rows.push(row);
    }
  }
  const table = tableOf(rows);
  writeFileSync(new URL("../FAULTS.md", import.meta.url), table);
  process.stdout.write(table);
  if (rows.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
}

function tableOf(rows: readonly FaultRow[]): string {
  const lines = rows.map(({ fault, must, seen, violations }) => {
    const holds = violations.length === 0 ? "yes" : `NO: ${violations.join("; ")}`;
    return `| ${fault} | ${must} | ${seen} | ${holds} |`;
  });
  return `# Faults

Written by \`npm run proof -- faults\` on ${new Date().toISOString().slice(0, 10)}: the built command with \`--act\`, a real RabbitMQ and real
processes, and what went wrong around them.

| what went wrong | what must hold | what was seen | holds |
|---|---|---|---|
${lines.join("\n")}
`;
}
